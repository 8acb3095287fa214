"""How tokens are drawn, by the real embedded engine."""

from typing import Any

import httpx

QUESTION = [{"role": "user", "content": "Name the capital city of France."}]
SENTENCE = "The capital city of France is Paris."
SAID = {"type": "json_schema", "json_schema": {"name": "said", "schema": {"const": SENTENCE}, "strict": True}}
ENDLESS = {"2": -100}  # the token that would end the answer


def ask(client: httpx.Client, **fields: object) -> dict[str, Any]:
    answer = client.post("/chat/completions", json={"messages": QUESTION, "max_tokens": 16, **fields})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def text(document: dict[str, Any]) -> str:
    content: str = document["choices"][0]["message"]["content"]
    return content


def test_the_usage_counts_every_choice(client: httpx.Client) -> None:
    document = ask(client, n=3, seed=5, temperature=1, max_tokens=4, logit_bias=ENDLESS)
    assert [choice["index"] for choice in document["choices"]] == [0, 1, 2]
    assert document["usage"]["completion_tokens"] == 12
    assert all(choice.get("logprobs") is None for choice in document["choices"])


def test_a_seed_repeats_what_was_drawn(client: httpx.Client) -> None:
    hot = {"seed": 11, "temperature": 1.5}
    assert text(ask(client, **hot)) == text(ask(client, **hot))


def test_an_answer_ends_before_a_stop(client: httpx.Client) -> None:
    cut = ask(client, response_format=SAID, stop=["zzz", " is"], max_tokens=64)
    assert text(cut) == '"The capital city of France'
    assert cut["choices"][0]["finish_reason"] == "stop"


def test_a_biased_token_is_always_or_never_drawn(client: httpx.Client) -> None:
    (paris,) = client.post("/tokenize", json={"prompt": " Paris"}).json()["tokens"]
    (rome,) = client.post("/tokenize", json={"prompt": " Rome"}).json()["tokens"]
    assert text(ask(client, max_tokens=3, logit_bias={str(paris): 100})) == " Paris Paris Paris"
    assert text(ask(client, max_tokens=2, logit_bias={str(paris): -100, str(rome): 100})) == " Rome Rome"


def test_log_probabilities_have_openais_shape(client: httpx.Client) -> None:
    document = ask(client, temperature=0, max_tokens=3, logprobs=True, top_logprobs=2, logit_bias=ENDLESS)
    tokens = document["choices"][0]["logprobs"]["content"]
    assert len(tokens) == 3
    for token in tokens:
        assert set(token) == {"token", "logprob", "bytes", "top_logprobs"}
        assert bytes(token["bytes"]).decode(errors="replace") == token["token"]
        assert len(token["top_logprobs"]) == 2
        assert token["top_logprobs"][0]["token"] == token["token"]
    plain = ask(client, max_tokens=3, logprobs=True, logit_bias=ENDLESS)
    assert [token["top_logprobs"] for token in plain["choices"][0]["logprobs"]["content"]] == [[], [], []]
