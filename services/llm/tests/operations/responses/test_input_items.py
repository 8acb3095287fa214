from typing import Any

import httpx


def respond(client: httpx.Client, **fields: Any) -> str:
    answer = client.post("/responses", json={"max_output_tokens": 4, **fields})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def test_the_items_of_a_conversation_in_pages(client: httpx.Client) -> None:
    first = respond(client, input="Name a color.")
    given = [
        {"role": "user", "content": [{"type": "input_text", "text": "Another?"}]},
        {"type": "function_call", "call_id": "c1", "name": "paint", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "done"},
    ]
    path = f"/responses/{respond(client, input=given, previous_response_id=first)}/input_items"
    listed = client.get(path, params={"order": "asc"}).json()
    kinds = [one["type"] for one in listed["data"]]
    assert kinds == ["message", "message", "message", "function_call", "function_call_output"]
    assert listed["data"][0]["content"] == [{"type": "input_text", "text": "Name a color."}]
    assert listed["data"][1]["role"] == "assistant"
    assert (listed["object"], listed["has_more"]) == ("list", False)
    newest = client.get(path, params={"limit": 2}).json()
    assert [one["id"] for one in newest["data"]] == [one["id"] for one in listed["data"][:2:-1]]
    assert newest["has_more"] is True
    rest = client.get(path, params={"after": newest["last_id"]}).json()
    assert [one["id"] for one in rest["data"]] == [one["id"] for one in listed["data"][2::-1]]


def test_what_is_not_there_is_an_error(client: httpx.Client) -> None:
    unknown = client.get(f"/responses/resp_{'0' * 32}/input_items")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "response_not_found")
    path = f"/responses/{respond(client, input='Hi')}/input_items"
    missing = client.get(path, params={"after": "msg_none"})
    assert (missing.status_code, missing.json()["error"]["code"]) == (400, "response_item_not_found")
