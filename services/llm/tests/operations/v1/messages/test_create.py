import json
from typing import Any

import httpx
import pytest

from servicekit.testing import events_in

QUESTION = [{"role": "user", "content": "What is the weather in Oslo?"}]
TOOL = {
    "name": "get_weather",
    "description": "Tell the weather.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"enum": ["Oslo", "Rome"]}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
CALL = {
    "type": "tool_use",
    "id": "call_1",
    "name": "get_weather",
    "input": {"city": "Oslo", "number": 10**30},
}


def ask(client: httpx.Client, **fields: object) -> dict[str, Any]:
    answer = client.post("/v1/messages", json={"messages": QUESTION, "max_tokens": 60, **fields})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def events(client: httpx.Client, **fields: object) -> list[tuple[str, dict[str, Any]]]:
    body = {"messages": QUESTION, "max_tokens": 60, "stream": True, **fields}
    return events_in(client.post("/v1/messages", json=body).text)


def test_an_answer_has_anthropics_shape(client: httpx.Client) -> None:
    told = ask(client, max_tokens=2, system="Be brief.")
    assert (told["type"], told["role"], told["model"]) == ("message", "assistant", "smollm2-135m-instruct")
    assert told["stop_reason"] in ("max_tokens", "end_turn")
    assert told["stop_sequence"] is None


def test_the_stop_sequence_that_ended_the_answer_is_named(client: httpx.Client) -> None:
    body = {
        "max_tokens": 60,
        "temperature": 0,
        "messages": [{"role": "user", "content": "Count from 1 to 9, with a comma after each number."}],
    }
    whole = client.post("/v1/messages", json=body).json()["content"][0]["text"]
    stop = whole[4:8]
    body["stop_sequences"] = ["never said", stop]
    told = client.post("/v1/messages", json=body).json()
    assert (told["stop_reason"], told["stop_sequence"]) == ("stop_sequence", stop)
    assert told["content"][0]["text"] == whole[: whole.index(stop)]
    assert told["usage"]["input_tokens"] > 10
    assert 0 < told["usage"]["output_tokens"] < 60
    streamed = client.post("/v1/messages", json=body | {"stream": True}).text
    assert f'"stop_sequence":{json.dumps(stop)}' in streamed
    assert all(block["type"] == "text" for block in told["content"])
    assert told["usage"]["output_tokens"] <= 2


def test_a_call_that_must_be_made_is_made_and_its_result_read(client: httpx.Client) -> None:
    told = ask(client, tools=[TOOL], tool_choice={"type": "tool", "name": "get_weather"})
    assert told["stop_reason"] == "tool_use"
    (call,) = told["content"]
    assert (call["type"], call["name"]) == ("tool_use", "get_weather")
    assert call["input"]["city"] in ("Oslo", "Rome")
    result = {
        "type": "tool_result",
        "tool_use_id": call["id"],
        "content": [{"type": "text", "text": "Rain."}],
    }
    back = [*QUESTION, {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    after = ask(client, messages=back, tools=[TOOL], tool_choice={"type": "none"}, max_tokens=2)
    assert all(block["type"] == "text" for block in after["content"])


def test_the_events_of_a_call(client: httpx.Client) -> None:
    told = events(client, tools=[TOOL], tool_choice={"type": "any"})
    assert all(data["type"] == name for name, data in told)
    names = [name for name, _ in told if name != "content_block_delta"]
    assert names == [
        "message_start",
        "content_block_start",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert told[1][1]["content_block"]["name"] == "get_weather"
    deltas = [data["delta"] for name, data in told if name == "content_block_delta"]
    assert {delta["type"] for delta in deltas} == {"input_json_delta"}
    assert set(json.loads("".join(delta["partial_json"] for delta in deltas))) == {"city"}
    last = told[-2][1]
    assert last["delta"]["stop_reason"] == "tool_use"
    assert last["usage"]["output_tokens"] > 0


def test_what_clients_send_back_and_besides_is_taken(client: httpx.Client) -> None:
    marked = {"type": "text", "text": "Hello.", "cache_control": {"type": "ephemeral"}, "citations": None}
    thought = {"type": "thinking", "thinking": "A greeting.", "signature": "x"}
    back = [
        {"role": "user", "content": [marked]},
        {"role": "assistant", "content": [thought, marked, CALL]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "call_1", "is_error": True}]},
    ]
    fields = {"metadata": {"user_id": "a"}, "thinking": {"type": "disabled"}, "tools": None, "top_k": 5}
    assert ask(client, messages=back, system=[marked], max_tokens=1, **fields)["type"] == "message"


@pytest.mark.parametrize(
    ("fields", "status", "kind", "said"),
    [
        ({"model": "claude"}, 404, "not_found_error", "smollm2-135m-instruct"),
        ({"messages": [{"role": "user", "content": "hello " * 9000}]}, 400, "invalid_request_error", "4096"),
        ({"max_tokens": 100_000}, 400, "invalid_request_error", "2048"),
        ({"max_tokens": None}, 400, "invalid_request_error", "'max_tokens' is required"),
        ({"messages": []}, 400, "invalid_request_error", "'messages'"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "invalid_request_error", "role"),
        ({"messages": [{"role": "user", "content": []}]}, 400, "invalid_request_error", "'messages'"),
        ({"stop_sequences": ["x"] * 100}, 400, "invalid_request_error", "'stop_sequences'"),
        ({"tools": [{**TOOL, "input_schema": {"type": "cat"}}]}, 400, "invalid_request_error", "cat"),
        (
            {"tools": [TOOL], "tool_choice": {"type": "tool", "name": "x"}},
            400,
            "invalid_request_error",
            "'x'",
        ),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, 400, "invalid_request_error", "thinking"),
        (
            {"messages": [{"role": "user", "content": [{"type": "document", "source": {}}]}]},
            400,
            "invalid_request_error",
            "'document'",
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_is_refused(
    client: httpx.Client, fields: dict[str, object], status: int, kind: str, said: str, *, stream: bool
) -> None:
    body = {"messages": QUESTION, "max_tokens": 4, "stream": stream, **fields}
    answer = client.post("/v1/messages", json=body)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert (told["type"], told["error"]["type"]) == ("error", kind)
    assert said in told["error"]["message"]
    assert told["request_id"] == answer.headers["x-request-id"]


def test_pictures_are_refused_where_the_model_cannot_see(client: httpx.Client) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": "AAAA"}
    body = {"messages": [{"role": "user", "content": [{"type": "image", "source": source}]}], "max_tokens": 1}
    assert "'vision'" in client.post("/v1/messages", json=body).json()["error"]["message"]
