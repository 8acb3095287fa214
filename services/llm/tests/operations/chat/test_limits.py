"""What a request may not be: refused early, by name, in OpenAI's shape."""

import json
import time
from typing import Any

import httpx
import pytest

QUESTION = [{"role": "user", "content": "Hi"}]
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


def refuse(client: httpx.Client, **fields: object) -> dict[str, Any]:
    answer = client.post("/chat/completions", json={"messages": QUESTION, "max_tokens": 4, **fields})
    assert answer.status_code == 400, answer.text
    error: dict[str, Any] = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    return error


@pytest.mark.parametrize(
    ("fields", "param", "said"),
    [
        ({"messages": []}, "messages", "messages"),
        ({"messages": [{"role": "boss", "content": "x"}]}, "messages.0.role", "role"),
        ({"messages": [{"role": "user"}]}, "messages.0", "'content'"),
        ({"stop": ["x"] * 100}, "stop", "16"),
        ({"n": 1000}, "n", "16"),
        ({"banana": 1}, "banana", "banana"),
        ({"temperature": 3}, "temperature", "2"),
        ({"logit_bias": {"word": 1}}, "logit_bias", "logit_bias"),
        ({"top_logprobs": 2}, None, "'logprobs'"),
        ({"stream_options": {"include_usage": True}}, None, "'stream'"),
    ],
)
def test_fields_are_named(
    client: httpx.Client, fields: dict[str, object], param: str | None, said: str
) -> None:
    error = refuse(client, **fields)
    assert said in error["message"]
    if param is not None:
        assert error["param"].startswith(param)


def test_a_context_that_is_too_long_tells_limit_and_count(client: httpx.Client) -> None:
    error = refuse(client, messages=[{"role": "user", "content": "hello " * 9000}])
    assert error["code"] == "context_length_exceeded"
    limit = client.get("/models").json()["data"][0]["context_length"]
    assert f"a context of {limit} tokens" in error["message"]
    count = client.post("/count", json={"messages": [{"role": "user", "content": "hello " * 9000}]}).json()
    assert str(count["count"]) in error["message"]


@pytest.mark.parametrize("place", ["messages", "tools"])
def test_ten_megabytes_are_refused_before_they_are_read(client: httpx.Client, place: str) -> None:
    text = "x" * 10_000_000
    call = {"id": "a", "type": "function", "function": {"name": "f", "arguments": text}}
    told = {
        "messages": [{"role": "user", "content": text}],
        "tools": [{"role": "assistant", "tool_calls": [call]}],
    }
    began = time.monotonic()
    error = refuse(client, messages=told[place])
    print(f"refused after {time.monotonic() - began:.2f} s")  # noqa: T201 - a figure, not a condition
    assert error["code"] == "context_length_exceeded"
    assert "at least 78125" in error["message"]


def test_more_than_a_body_may_have_is_refused(client: httpx.Client) -> None:
    body = {"messages": [{"role": "user", "content": "x" * 17_000_000}]}
    assert client.post("/chat/completions", json=body).status_code == 413


def test_pictures_are_refused_where_the_model_cannot_see(client: httpx.Client) -> None:
    error = refuse(client, messages=[{"role": "user", "content": [IMAGE]}])
    assert error["code"] == "model_cannot"
    assert "'vision'" in error["message"]


@pytest.mark.parametrize(
    "body", [b'{"messages": [{"role": "user", "content": "\xff"}]}', b'{"messages": [', b"[]", b""]
)
def test_what_is_no_json_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/chat/completions", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400, answer.text
    assert json.loads(answer.text)["error"]["type"] == "invalid_request_error"


def test_half_of_a_surrogate_pair_is_refused_or_answered_but_breaks_nothing(client: httpx.Client) -> None:
    body = rb'{"messages": [{"role": "user", "content": "a\ud83d"}], "max_tokens": 1}'
    answer = client.post("/chat/completions", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400), answer.text
