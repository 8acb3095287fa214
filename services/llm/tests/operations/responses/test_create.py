import json
from typing import Any

import httpx
import pytest

from servicekit.testing import events_in

QUESTION = "Name the capital city of France."
PERSON = {
    "type": "object",
    "properties": {"name": {"enum": ["Ada", "Charles"]}},
    "required": ["name"],
    "additionalProperties": False,
}
SENTENCE = "The capital city of France is Paris."
SAID = {"format": {"type": "json_schema", "name": "said", "schema": {"const": SENTENCE}, "strict": True}}
TOOL = {"type": "function", "name": "get_person", "description": "Look one up.", "parameters": PERSON}


def ask(client: httpx.Client, **fields: object) -> dict[str, Any]:
    body = {"input": QUESTION, "max_output_tokens": 60, **fields}
    answer = client.post("/responses", json=body)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def events(client: httpx.Client, **fields: object) -> list[tuple[str, dict[str, Any]]]:
    body = {"input": QUESTION, "max_output_tokens": 60, "stream": True, **fields}
    return events_in(client.post("/responses", json=body).text)


def test_an_answer_in_words(client: httpx.Client) -> None:
    document = ask(client, text=SAID)
    assert (document["object"], document["status"], document["error"]) == ("response", "completed", None)
    (item,) = document["output"]
    assert (item["type"], item["role"], item["status"]) == ("message", "assistant", "completed")
    assert json.loads(item["content"][0]["text"]) == SENTENCE
    usage = document["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_one_that_is_cut_says_so(client: httpx.Client) -> None:
    document = ask(client, text=SAID, max_output_tokens=2)
    assert document["status"] == document["output"][0]["status"] == "incomplete"
    assert document["incomplete_details"] == {"reason": "max_output_tokens"}


def test_it_goes_on_from_one_that_was_kept(client: httpx.Client) -> None:
    first = ask(client, text=SAID)
    assert first["store"] is True
    second = ask(client, input="And of Italy?", previous_response_id=first["id"])
    assert second["previous_response_id"] == first["id"]
    alone = ask(client, input="And of Italy?")
    said = first["usage"]["input_tokens"] + first["usage"]["output_tokens"]
    assert second["usage"]["input_tokens"] >= said
    assert alone["usage"]["input_tokens"] < said


def test_one_that_was_not_kept_is_not_known(client: httpx.Client) -> None:
    loose = ask(client, store=False)
    assert loose["store"] is False
    answer = client.post("/responses", json={"input": "And?", "previous_response_id": loose["id"]})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "response_not_found"


def test_a_call_and_its_result(client: httpx.Client) -> None:
    document = ask(client, tools=[TOOL], tool_choice={"type": "function", "name": "get_person"})
    (call,) = document["output"]
    assert (call["type"], call["name"], call["status"]) == ("function_call", "get_person", "completed")
    assert set(json.loads(call["arguments"])) == {"name"}
    result = {"type": "function_call_output", "call_id": call["call_id"], "output": "born 1815"}
    after = ask(
        client,
        input=[result],
        previous_response_id=document["id"],
        tools=[TOOL],
        tool_choice="none",
        text=SAID,
    )
    assert after["output"][0]["type"] == "message"


def test_a_schema_holds(client: httpx.Client) -> None:
    form = {"type": "json_schema", "name": "person", "schema": PERSON, "strict": True}
    text = ask(client, text={"format": form})["output"][0]["content"][0]["text"]
    assert set(json.loads(text)) == {"name"}


def test_the_events_of_words_are_numbered_and_say_the_same_as_the_whole(client: httpx.Client) -> None:
    told = events(client, text=SAID)
    names = [name for name, _ in told]
    assert names[:4] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
    ]
    assert names[-4:] == [
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [data["sequence_number"] for _, data in told] == list(range(len(told)))
    assert all(data["type"] == name for name, data in told)
    text = "".join(data["delta"] for name, data in told if name == "response.output_text.delta")
    whole = told[-1][1]["response"]
    assert whole["output"][0]["content"][0]["text"] == text
    assert json.loads(text) == SENTENCE
    assert whole["usage"]["output_tokens"] > 0
    assert client.get(f"/responses/{whole['id']}").json() == whole


def test_the_events_of_a_call(client: httpx.Client) -> None:
    told = events(client, tools=[TOOL], tool_choice="required")
    names = [name for name, _ in told if not name.endswith(".delta")]
    assert names == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.completed",
    ]
    pieces = [data["delta"] for name, data in told if name == "response.function_call_arguments.delta"]
    assert set(json.loads("".join(pieces))) == {"name"}


@pytest.mark.parametrize(
    "fields",
    [
        dict.fromkeys(("instructions", "reasoning", "tools", "include", "prompt", "conversation", "text")),
        {"include": ["reasoning.encrypted_content"], "background": False, "max_tool_calls": 2},
        {"user": "a", "prompt_cache_key": "a", "service_tier": "auto", "text": {"verbosity": "medium"}},
        {"reasoning": {"summary": "auto"}},
        {
            "input": [
                {"role": "developer", "content": "Be kind."},
                {"type": "reasoning", "id": "rs_1", "summary": []},
                {
                    "type": "message",
                    "id": "msg_1",
                    "role": "assistant",
                    "status": "completed",
                    "phase": "final_answer",
                    "content": [{"type": "output_text", "text": "Hello.", "annotations": [], "logprobs": []}],
                },
                {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]},
            ]
        },
    ],
)
def test_what_clients_send_besides_is_taken(client: httpx.Client, fields: dict[str, object]) -> None:
    assert ask(client, **{"max_output_tokens": 1, **fields})["object"] == "response"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reasoning": {"effort": "low"}}, "'reasoning_effort'"),
        ({"truncation": "auto"}, "'truncation'"),
        ({"background": True}, "nothing runs on"),
        ({"input": [{"type": "item_reference", "id": "a"}]}, "'input.0' has a type that is not known"),
        ({"input": [{"role": "user", "content": [{"type": "input_file"}]}]}, "known: 'input_text'"),
        ({"tool_choice": "required"}, "'tools'"),
        ({"tools": [TOOL, TOOL]}, "same name"),
        ({"input": []}, "input"),
        ({"banana": 1}, "banana"),
        ({"previous_response_id": "x"}, "previous_response_id"),
        ({"text": {"format": {"type": "json_schema", "name": "a", "schema": {"type": "cat"}}}}, "cat"),
    ],
)
def test_what_cannot_be_is_refused(client: httpx.Client, fields: dict[str, object], said: str) -> None:
    answer = client.post("/responses", json={"input": QUESTION, "max_output_tokens": 4, **fields})
    assert answer.status_code == 400, answer.text
    assert said in answer.json()["error"]["message"]
