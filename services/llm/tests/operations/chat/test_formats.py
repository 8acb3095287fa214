"""Answers held to a format, by the real embedded engine."""

import json
from typing import Any

import httpx
import pytest

from flowforge_llm.core.chat.structured.schemas import validate

QUESTION = [{"role": "user", "content": "Describe Ada Lovelace."}]
PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 20},
        "born": {"type": "integer", "minimum": 1700, "maximum": 1900},
        "field": {"enum": ["mathematics", "music"]},
    },
    "required": ["name", "born", "field"],
    "additionalProperties": False,
}


def schema_format(schema: object, *, strict: bool = True) -> dict[str, object]:
    return {"type": "json_schema", "json_schema": {"name": "person", "schema": schema, "strict": strict}}


def ask(client: httpx.Client, form: object, **fields: object) -> httpx.Response:
    body = {"messages": QUESTION, "max_tokens": 200, "response_format": form, **fields}
    return client.post("/chat/completions", json=body)


def content(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    (choice,) = answer.json()["choices"]
    assert choice["finish_reason"] == "stop"
    text: str = choice["message"]["content"]
    return text


def test_an_answer_fits_its_schema(client: httpx.Client) -> None:
    validate(json.loads(content(ask(client, schema_format(PERSON)))), PERSON)


def test_a_stream_fits_its_schema(client: httpx.Client) -> None:
    answer = ask(client, schema_format(PERSON), stream=True)
    chunks = [json.loads(line[6:]) for line in answer.text.split("\n\n") if line.startswith("data: {")]
    text = "".join(chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks)
    validate(json.loads(text), PERSON)


def test_json_object_begins_as_an_object(client: httpx.Client) -> None:
    answer = ask(client, {"type": "json_object"}, max_tokens=24).json()
    assert answer["choices"][0]["message"]["content"].lstrip().startswith("{")


def test_a_schema_and_tools_go_together(client: httpx.Client) -> None:
    tools = [{"type": "function", "function": {"name": "look_up"}}]
    answer = ask(client, schema_format(PERSON), tools=tools).json()
    message = answer["choices"][0]["message"]
    if message["content"] is not None:
        validate(json.loads(message["content"]), PERSON)
    else:
        assert message["tool_calls"][0]["function"]["name"] == "look_up"


BAD: list[tuple[Any, str]] = [
    ({"type": "banana"}, "banana"),
    ({"$ref": "http://127.0.0.1:1/x"}, "nothing is fetched"),
    ({"type": "array", "uniqueItems": True}, "uniqueItems"),
    ({"type": "string", "pattern": "(?=a)"}, "look-around"),
    ({"enum": []}, "enum"),
]


@pytest.mark.parametrize(("schema", "said"), BAD)
@pytest.mark.parametrize("stream", [False, True])
def test_what_is_no_schema_or_cannot_be_held_is_refused(
    client: httpx.Client, schema: object, said: str, *, stream: bool
) -> None:
    answer = ask(client, schema_format(schema), stream=stream)
    error = json.loads(answer.text.removeprefix("event: error\n").removeprefix("data: "))["error"]
    assert error["code"] == "invalid_json_schema"
    assert said in error["message"]
    if not stream:
        assert answer.status_code == 400
        assert error["type"] == "invalid_request_error"


def test_what_is_not_strict_is_tried(client: httpx.Client) -> None:
    fields = {"tags": {"type": "array", "items": {"enum": ["a"]}, "maxItems": 1, "uniqueItems": True}}
    schema = {"type": "object", "properties": fields, "required": ["tags"], "additionalProperties": False}
    told = json.loads(content(ask(client, schema_format(schema, strict=False))))
    assert told in ({"tags": []}, {"tags": ["a"]})
