import httpx

QUESTION = [{"role": "user", "content": "Name the capital city of France."}]


def test_it_is_what_a_message_costs(client: httpx.Client) -> None:
    told = client.post("/v1/messages/count_tokens", json={"messages": QUESTION, "system": "Be brief."})
    assert told.status_code == 200, told.text
    asked = {"messages": QUESTION, "system": "Be brief.", "max_tokens": 1}
    used = client.post("/v1/messages", json=asked).json()["usage"]
    assert told.json()["input_tokens"] == used["input_tokens"] + used["cache_read_input_tokens"]


def test_tools_count(client: httpx.Client) -> None:
    tool = {"name": "f", "description": "Tell the weather.", "input_schema": {"type": "object"}}
    plain, more = (
        client.post("/v1/messages/count_tokens", json={"messages": QUESTION, **fields}).json()["input_tokens"]
        for fields in ({}, {"tools": [tool]})
    )
    assert more > plain


def test_what_cannot_be_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/messages/count_tokens", json={"messages": QUESTION, "model": "claude"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (404, "not_found_error")
