import json
import math
from typing import Any

import httpx
import pytest

from servicekit.testing import ServedProcess

PROMPT = "The capital of France is"
ENDLESS = {"0": -100, "2": -100}  # the tokens that would end an answer


@pytest.fixture(scope="module")
def paris(service: ServedProcess) -> dict[str, int]:
    """The bias with which a model says " Paris" and nothing else."""
    told = httpx.post(f"{service.url}/api/v1/llm/tokenize", json={"prompt": " Paris"}, timeout=60).json()
    return {str(token): 100 for token in told["tokens"]}


def ask(client: httpx.Client, **fields: object) -> dict[str, Any]:
    answer = client.post("/completions", json={"prompt": PROMPT, "max_tokens": 4, "temperature": 0, **fields})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def chunks(client: httpx.Client, **fields: object) -> list[dict[str, Any]]:
    body = {"prompt": PROMPT, "max_tokens": 4, "temperature": 0, "stream": True, **fields}
    lines = [
        line.removeprefix("data: ") for line in client.post("/completions", json=body).text.split("\n\n")
    ]
    assert lines[-2:] == ["[DONE]", ""]
    return [json.loads(line) for line in lines[:-2]]


def test_a_text_is_continued(client: httpx.Client, paris: dict[str, int]) -> None:
    document = ask(client, logit_bias=paris)
    assert document["object"] == "text_completion"
    (choice,) = document["choices"]
    assert choice["text"] == " Paris" * 4
    assert (choice["index"], choice["finish_reason"], choice["logprobs"]) == (0, "length", None)
    usage = document["usage"]
    assert (usage["prompt_tokens"], usage["completion_tokens"], usage["total_tokens"]) == (5, 4, 9)


def test_tokens_are_a_prompt_too(client: httpx.Client) -> None:
    tokens = client.post("/tokenize", json={"prompt": PROMPT}).json()["tokens"]
    asked = {"max_tokens": 1, "logprobs": 5, "logit_bias": ENDLESS}
    first, second = (ask(client, prompt=one, **asked) for one in (tokens, PROMPT))
    assert first["usage"] == second["usage"]
    likeliest = [max(one["choices"][0]["logprobs"]["top_logprobs"][0].values()) for one in (first, second)]
    assert likeliest[0] == pytest.approx(likeliest[1], abs=0.2)


def test_several_prompts_and_choices_are_answered_in_order(client: httpx.Client) -> None:
    several = {"prompt": ["One, two, three,", PROMPT], "n": 2, "logit_bias": ENDLESS}
    document = ask(client, temperature=1, seed=7, **several)
    assert [choice["index"] for choice in document["choices"]] == [0, 1, 2, 3]
    assert document["usage"]["completion_tokens"] == 16
    told = ask(client, prompt=["One, two, three,", PROMPT], echo=True)["choices"]
    assert [choice["text"].startswith(start) for choice, start in zip(told, ["One,", PROMPT], strict=True)]
    assert told[1]["text"].startswith(PROMPT)


def test_log_probabilities_have_the_older_shape(client: httpx.Client) -> None:
    (choice,) = ask(client, logprobs=2, logit_bias=ENDLESS, temperature=1.5)["choices"]
    told = choice["logprobs"]
    assert "".join(told["tokens"]) == choice["text"]
    assert told["text_offset"] == [sum(map(len, told["tokens"][:at])) for at in range(4)]
    assert all(value <= 0 and math.isfinite(value) for value in told["token_logprobs"])
    assert {len(tops) for tops in told["top_logprobs"]} <= {2, 3}  # the drawn one is told in any case
    for token, value, tops in zip(told["tokens"], told["token_logprobs"], told["top_logprobs"], strict=True):
        assert tops[token] == pytest.approx(value)


def test_a_stream_says_the_same(client: httpx.Client, paris: dict[str, int]) -> None:
    told = chunks(client, echo=True, stream_options={"include_usage": True}, logit_bias=paris)
    assert told[-1]["choices"] == []
    assert told[-1]["usage"]["completion_tokens"] == 4
    text = "".join(choice["text"] for chunk in told for choice in chunk["choices"])
    assert text == PROMPT + " Paris" * 4
    assert told[-2]["choices"][0]["finish_reason"] == "length"
    several = chunks(client, prompt=[PROMPT, "One, two,"])
    assert {choice["index"] for chunk in several for choice in chunk["choices"]} == {0, 1}


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"best_of": 3}, "invalid_value", "'best_of'"),
        ({"suffix": "!"}, "model_cannot", "'suffix'"),
        ({"echo": True, "logprobs": 1}, "unsuitable_together", "'logprobs'"),
        ({"prompt": ""}, "invalid_value", "'prompt'"),
        ({"prompt": []}, "invalid_value", "prompt"),
        ({"prompt": ["a"] * 65}, "invalid_value", "64"),
        ({"prompt": "x " * 1_000_000}, "context_length_exceeded", "4096"),
        ({"prompt": "hello " * 9000}, "context_length_exceeded", "4096"),
        ({"logprobs": 6}, "invalid_value", "logprobs"),
        ({"model": "all-minilm-l6-v2"}, "model_cannot", "smollm2-135m-instruct"),
    ],
)
def test_what_cannot_be_is_refused(
    client: httpx.Client, fields: dict[str, object], code: str, said: str
) -> None:
    answer = client.post("/completions", json={"prompt": PROMPT, "max_tokens": 4, **fields})
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert said in error["message"]
