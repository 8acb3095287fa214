"""Tools of a model that has none of its own; each request is answered by the real embedded engine."""

import json
from typing import Any

import httpx
import pytest

QUESTION = [{"role": "user", "content": "What is the weather in Oslo?"}]
PARAMETERS = {
    "type": "object",
    "properties": {"city": {"enum": ["Oslo", "Rome"]}},
    "required": ["city"],
    "additionalProperties": False,
}
TOOLS = [
    {
        "type": "function",
        "function": {"name": "get_weather", "description": "Tell the weather.", "parameters": PARAMETERS},
    },
    {"type": "function", "function": {"name": "get_time", "description": "Tell the time."}},
]
NAMED = {"type": "function", "function": {"name": "get_weather"}}


def ask(client: httpx.Client, **fields: object) -> dict[str, Any]:
    body = {"messages": QUESTION, "tools": TOOLS, "max_tokens": 60, "temperature": 0, **fields}
    answer = client.post("/chat/completions", json=body)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.parametrize("choice", ["required", NAMED], ids=["required", "named"])
def test_a_call_that_must_be_made_is_made(client: httpx.Client, choice: object) -> None:
    (told,) = ask(client, tool_choice=choice)["choices"]
    assert told["finish_reason"] == "tool_calls"
    assert told["message"]["content"] is None
    (call,) = told["message"]["tool_calls"]
    assert call["type"] == "function"
    assert call["id"].startswith("call_")
    assert call["function"]["name"] in ("get_weather", "get_time")
    arguments = json.loads(call["function"]["arguments"])
    if call["function"]["name"] == "get_weather":
        assert set(arguments) == {"city"}
    if choice is NAMED:
        assert call["function"]["name"] == "get_weather"


def test_auto_is_a_call_or_words(client: httpx.Client) -> None:
    (told,) = ask(client)["choices"]
    is_call = told["finish_reason"] == "tool_calls"
    assert is_call == bool(told["message"].get("tool_calls"))
    assert is_call == (told["message"]["content"] is None)


def test_none_forbids_calls(client: httpx.Client) -> None:
    (told,) = ask(client, tool_choice="none", max_tokens=8)["choices"]
    assert "tool_calls" not in told["message"]
    assert isinstance(told["message"]["content"], str)


def test_results_are_read_in_the_conversation(client: httpx.Client) -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "get_time", "arguments": "{}"}}
    conversation = [
        *QUESTION,
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "noon"},
    ]
    before, after = ask(client, max_tokens=4), ask(client, messages=conversation, max_tokens=4)
    assert after["usage"]["prompt_tokens"] > before["usage"]["prompt_tokens"]


def test_a_stream_has_the_deltas_of_a_call(client: httpx.Client) -> None:
    body = {"messages": QUESTION, "tools": TOOLS, "tool_choice": NAMED, "max_tokens": 60, "temperature": 0}
    answer = client.post("/chat/completions", json=body | {"stream": True})
    lines = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line[:5] == "data:"]
    assert lines.pop() == "[DONE]"
    choices = [json.loads(line)["choices"][0] for line in lines]
    assert choices[0]["delta"]["role"] == "assistant"
    assert choices[-1]["finish_reason"] == "tool_calls"
    deltas = [one for choice in choices for one in choice["delta"].get("tool_calls", ())]
    first, *others = deltas
    assert first["function"]["name"] == "get_weather"
    assert first["id"].startswith("call_")
    assert all("id" not in one and one["index"] == 0 for one in others)
    assert set(json.loads("".join(one["function"]["arguments"] for one in deltas))) == {"city"}
    assert not any(choice["delta"].get("content") for choice in choices)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tool_choice": {"type": "function", "function": {"name": "sell"}}}, "sell"),
        ({"tools": [], "tool_choice": "required"}, "'tools'"),
        ({"tools": TOOLS[:1] * 2}, "same name"),
        ({"logprobs": True}, "'logprobs'"),
        ({"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "cat"}}}]}, "cat"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "tool_call_id"),
    ],
)
def test_what_cannot_be_is_refused(client: httpx.Client, fields: dict[str, object], said: str) -> None:
    body = {"messages": QUESTION, "tools": TOOLS, "max_tokens": 4}
    answer = client.post("/chat/completions", json=body | fields)
    assert answer.status_code == 400, answer.text
    assert said in answer.json()["error"]["message"]
