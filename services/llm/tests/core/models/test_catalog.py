from pathlib import Path

import pytest

from flowforge_llm.core.models.catalog import Catalog, MistakenCatalog, load_catalog

VLLM = '[models.big]\nengine = "vllm"\nurl = "http://vllm:8000/v1"\ncontext_length = 32768\n'


def read(tmp_path: Path, text: str, **environment: str) -> Catalog:
    path = tmp_path / "models.toml"
    path.write_text(text)
    return load_catalog(path, environment)


def test_without_a_file_the_embedded_models_serve() -> None:
    found = load_catalog(None, {})
    assert {name: card.engine for name, card in found.models.items()} == {
        "smollm2-135m-instruct": "llama",
        "all-minilm-l6-v2": "minilm",
        "multilingual-e5-small": "e5",
    }
    assert found.default == "smollm2-135m-instruct"


def test_a_card_is_completed(tmp_path: Path) -> None:
    found = read(tmp_path, 'default = "big"\n' + VLLM + 'key_env = "BIG_KEY"', BIG_KEY="k-1")
    card = found.models["big"]
    assert (card.name, card.engine_model, card.allows("free")) == ("big", "big", True)
    assert card.can == {"chat", "completions", "json_schema", "logprobs"}
    assert card.key is not None
    assert card.key.get_secret_value() == "k-1"
    assert "k-1" not in repr(card)


def test_prices_are_for_a_million_tokens(tmp_path: Path) -> None:
    price = "price = {input_per_million = 2.0, output_per_million = 8.0}"
    card = read(tmp_path, f'default = "big"\n{VLLM}{price}').models["big"]
    assert card.price.of(500_000, 250_000) == 3.0


def test_limits_of_a_tier_or_of_all_others(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f'default = "big"\n{VLLM}[tiers.free]\ntokens_per_day = 10\n[tiers.default]\nmax_input_tokens = 5\n',
    )
    assert found.limits("free").has_budget
    assert found.limits("pro").max_input_tokens == 5
    assert not found.limits("pro").has_budget


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("default = ", "models.toml"),
        (f'default = "other"\n{VLLM}', "'default' names the model 'other', which is not declared"),
        (f'default = "big"\n{VLLM}key_env = "ABSENT"', "the variable ABSENT is not set"),
        (f'default = "big"\n{VLLM}fallback = "small"', "'models.big.fallback' names the model 'small'"),
        (f'default = "big"\n{VLLM}fallback = "big"', "leads round in a circle"),
        (f'default = "big"\n{VLLM}contekst = 3', "models.big.contekst: Extra inputs"),
        ('default = "a"\n[models.a]\nengine = "vllm"\ncontext_length = 8', "'models.a.url' is missing"),
        ('default = "a"\n[models.a]\nengine = "steam"\ncontext_length = 0', "models.a.engine"),
        ('default = "a"\n[models.a]\nengine = "steam"\ncontext_length = 0', "models.a.context_length"),
        (f'default = "big"\n{VLLM}[aliases]\ngpt = "none"', "'aliases.gpt' names the model 'none'"),
        ('default = "a"\nmodels = []', "models: "),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MistakenCatalog) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)


def test_a_key_is_never_written_in_the_file(tmp_path: Path) -> None:
    with pytest.raises(MistakenCatalog) as caught:
        read(tmp_path, f'default = "big"\n{VLLM}key = "k-1"')
    assert "key_env" in str(caught.value)
    assert "k-1" not in str(caught.value)
