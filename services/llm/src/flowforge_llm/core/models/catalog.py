"""The models that a service offers, as its operator declares them in TOML."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

EngineKind = Literal["llama", "minilm", "e5", "vllm", "openai"]
Capability = Literal[
    "chat",
    "completions",
    "tools",
    "json_schema",
    "logprobs",
    "vision",
    "embeddings",
    "rerank",
    "score",
    "moderation",
]
EMBEDDING_ENGINES: Mapping[str, str] = {"minilm": "all-minilm-l6-v2", "e5": "multilingual-e5-small"}
Tokens = Annotated[int, Field(ge=1)]
Money = Annotated[float, Field(ge=0)]

_USUAL: Mapping[str, frozenset[Capability]] = {
    "llama": frozenset({"chat", "completions", "json_schema", "logprobs"}),
    "minilm": frozenset({"embeddings", "score"}),
    "e5": frozenset({"embeddings", "score"}),
    "vllm": frozenset({"chat", "completions", "json_schema", "logprobs"}),
    "openai": frozenset({"chat", "tools", "json_schema", "logprobs"}),
}
EMBEDDED: Mapping[str, Mapping[str, object]] = {
    "smollm2-135m-instruct": {
        "engine": "llama",
        "context_length": 4096,
        "max_output_tokens": 2048,
        "usual_output_tokens": 256,
        "concurrency": 4,
    },
    "all-minilm-l6-v2": {"engine": "minilm", "context_length": 256, "concurrency": 2, "queue": 64},
    "multilingual-e5-small": {"engine": "e5", "context_length": 512, "concurrency": 4, "queue": 64},
}


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(_Declared):
    """In the operator's currency, for a million tokens."""

    input_per_million: Money = 0.0
    output_per_million: Money = 0.0

    def of(self, input_tokens: int, output_tokens: int) -> float:
        return (input_tokens * self.input_per_million + output_tokens * self.output_per_million) / 1_000_000


class ModelCard(_Declared):
    """One model: where it runs, what it can do, what it costs, who may use it, how much of it at once."""

    name: str
    engine: EngineKind
    url: str | None = Field(
        None, pattern=r"^https?://", description="Base of the engine's API, with its /v1."
    )
    key: SecretStr | None = Field(None, description="Name it in the file as 'key_env'.")
    engine_model: str = Field(description="The model's name at its engine; the same if left out.")
    weights: Path | None = Field(
        None, description="GGUF file for a 'llama' engine; the packaged model if left out."
    )
    context_length: Tokens
    max_output_tokens: Tokens | None = Field(None, description="Of one request, over all its choices.")
    usual_output_tokens: Tokens | None = Field(
        None, description="Default for requests that do not set a limit."
    )
    price: Price = Price()
    can: frozenset[Capability]
    fallback: str | None = None
    tiers: frozenset[str] | None = Field(None, description="Tiers that may use the model; all if left out.")
    concurrency: Annotated[int, Field(ge=1)] = 8
    queue: Annotated[int, Field(ge=0)] = 32
    queue_seconds: Annotated[float, Field(gt=0)] = 30.0

    @property
    def is_embedded(self) -> bool:
        return self.engine == "llama" or self.engine in EMBEDDING_ENGINES

    def allows(self, tier: str) -> bool:
        return self.tiers is None or tier in self.tiers


class TierLimits(_Declared):
    """What one tier may use. None: no limit of its own."""

    max_input_tokens: Tokens | None = Field(None, description="Of one request.")
    max_output_tokens: Tokens | None = Field(None, description="Of one request, over all its choices.")
    tokens_per_day: Tokens | None = None
    tokens_per_month: Tokens | None = None
    cost_per_month: Money | None = None

    @property
    def has_budget(self) -> bool:
        return any(
            one is not None for one in (self.tokens_per_day, self.tokens_per_month, self.cost_per_month)
        )


class Catalog(_Declared):
    """Every model by its public name. An alias stands for a model, for clients that ask for another's."""

    default: str
    default_embeddings: str | None = None
    models: dict[str, ModelCard] = Field(min_length=1)
    aliases: dict[str, str] = {}
    tiers: dict[str, TierLimits] = {}

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        for place, name in self._references():
            if name not in self.models:
                raise ValueError(f"'{place}' names the model '{name}', which is not declared")
        for name, card in self.models.items():
            self._check_chain(name, card)
        return self

    def _references(self) -> list[tuple[str, str]]:
        found = [("default", self.default)]
        if self.default_embeddings is not None:
            found.append(("default_embeddings", self.default_embeddings))
        found += [(f"aliases.{alias}", name) for alias, name in self.aliases.items()]
        found += [
            (f"models.{name}.fallback", card.fallback) for name, card in self.models.items() if card.fallback
        ]
        return found

    def _check_chain(self, name: str, card: ModelCard) -> None:
        if not card.is_embedded and card.url is None:
            raise ValueError(f"'models.{name}.url' is missing: where is the {card.engine} server?")
        seen = {name}
        while card.fallback is not None:
            if card.fallback in seen:
                raise ValueError(f"'models.{name}.fallback' leads round in a circle")
            seen.add(card.fallback)
            card = self.models[card.fallback]

    def limits(self, tier: str) -> TierLimits:
        return self.tiers.get(tier, self.tiers.get("default", TierLimits()))


class MistakenCatalog(ValueError):
    """The models file cannot be used; the message says why, a line for every mistake."""


def load_catalog(path: Path | None, environment: Mapping[str, str]) -> Catalog:
    """Read the catalog, or make that of the embedded models. Raises MistakenCatalog."""
    if path is None:
        document: dict[str, object] = {
            "default": "smollm2-135m-instruct",
            "default_embeddings": "all-minilm-l6-v2",
            "models": {name: dict(card) for name, card in EMBEDDED.items()},
        }
    else:
        try:
            document = tomllib.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise MistakenCatalog(f"{path}: {error}") from error
    _complete(document, environment)
    try:
        return Catalog.model_validate(document)
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
            for one in error.errors(include_url=False, include_input=False)
        ]
        raise MistakenCatalog("\n".join(lines)) from error


def _complete(document: dict[str, object], environment: Mapping[str, str]) -> None:
    """Fill in what a card may leave out: its own name, its engine's usual abilities, its key."""
    models = document.get("models")
    for name, card in models.items() if isinstance(models, dict) else ():
        if not isinstance(card, dict):
            continue
        card["name"] = name
        card.setdefault("engine_model", name)
        card.setdefault("can", _USUAL.get(card.get("engine", ""), frozenset()))
        if "key" in card:
            raise MistakenCatalog(f"models.{name}.key: name the variable that holds it instead, as 'key_env'")
        variable = card.pop("key_env", None)
        if variable is not None:
            if variable not in environment:
                raise MistakenCatalog(f"models.{name}.key_env: the variable {variable} is not set")
            card["key"] = environment[variable]
