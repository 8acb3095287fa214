"""What vLLM refuses, as callers see it."""

import json

import httpx
import pytest

WORDS = [{"role": "user", "content": "word " * 5000}]
QUESTION = [{"role": "user", "content": "Name the capital city of France."}]


def error_of(answer: httpx.Response) -> dict[str, object]:
    text = answer.text.removeprefix("event: error\n").removeprefix("data: ")
    error: dict[str, object] = json.loads(text)["error"]
    return error


@pytest.mark.parametrize("stream", [False, True])
def test_a_context_too_long_is_told_with_its_limit_and_its_true_count(
    client: httpx.Client, *, stream: bool
) -> None:
    answer = client.post("/chat/completions", json={"messages": WORDS, "stream": stream, "max_tokens": 4})
    error = error_of(answer)
    assert (answer.status_code, error["code"]) == (400, "context_length_exceeded")
    assert "2048 tokens" in str(error["message"])
    counted = [int(word) for word in str(error["message"]).replace(".", "").split() if word.isdigit()]
    assert counted[-1] > 5000


def test_more_output_than_the_context_is_refused_by_its_limit(client: httpx.Client) -> None:
    request = {"model": "unlimited", "messages": QUESTION, "max_tokens": 5000}
    answer = client.post("/chat/completions", json=request)
    assert (answer.status_code, error_of(answer)["code"]) == (400, "output_tokens_exceeded")
    assert "5000" in str(error_of(answer)["message"])
    assert "2048" in str(error_of(answer)["message"])


def test_more_stop_texts_than_it_takes_are_refused_in_plain_words(client: httpx.Client) -> None:
    request = {"messages": QUESTION, "stop": [f"s{number}" for number in range(7)], "max_tokens": 4}
    answer = client.post("/chat/completions", json=request)
    assert answer.status_code == 400
    assert "'stop' has 7 texts, and this engine takes 4" in str(error_of(answer)["message"])


def test_a_tool_whose_schema_it_cannot_hold_is_refused(client: httpx.Client) -> None:
    parameters = {"type": "object", "properties": {"city": {"type": "string", "pattern": "(?<x>a"}}}
    tool = {"type": "function", "function": {"name": "find", "parameters": parameters}}
    request = {"model": "with-tools", "messages": QUESTION, "tools": [tool], "tool_choice": "required"}
    answer = client.post("/chat/completions", json=request | {"max_tokens": 20})
    assert answer.status_code == 400, answer.text


def test_no_refusal_names_files_or_addresses(client: httpx.Client) -> None:
    """Loose schemas are not checked by us first: vLLM's own words come through, without its source lines."""
    schema = {"type": "array", "items": {"type": "integer", "multipleOf": 7}, "uniqueItems": True}
    form = {"type": "json_schema", "json_schema": {"name": "s", "schema": schema, "strict": False}}
    request = {"messages": QUESTION, "response_format": form, "max_tokens": 20}
    message = client.post("/chat/completions", json=request).text
    assert ".cc" not in message
    assert "127.0.0.1" not in message
