import json

import httpx

QUESTION = [{"role": "user", "content": "Name the capital city of France."}]
SENTENCE = "The capital city of France is Paris."
SAID = {"type": "json_schema", "json_schema": {"name": "said", "schema": {"const": SENTENCE}, "strict": True}}


def test_an_answer_has_openais_shape(client: httpx.Client) -> None:
    request = {"messages": QUESTION, "response_format": SAID, "max_tokens": 32}
    answer = client.post("/chat/completions", json=request)
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert document["object"] == "chat.completion"
    assert document["model"] == "smollm2-135m-instruct"
    (choice,) = document["choices"]
    assert choice["message"]["role"] == "assistant"
    assert json.loads(choice["message"]["content"]) == SENTENCE
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["refusal"] is None
    usage = document["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


def test_a_stream_ends_with_done_and_tells_usage_where_asked(client: httpx.Client) -> None:
    request = {"messages": QUESTION, "max_tokens": 8, "temperature": 0, "stream": True}
    plain = client.post("/chat/completions", json=request)
    assert plain.headers["content-type"].startswith("text/event-stream")
    lines = [line.removeprefix("data: ") for line in plain.text.split("\n\n") if line[:5] == "data:"]
    assert lines[-1] == "[DONE]"
    chunks = [json.loads(line) for line in lines[:-1]]
    assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
    assert all(chunk["choices"] for chunk in chunks)
    with_usage = client.post("/chat/completions", json=request | {"stream_options": {"include_usage": True}})
    first = json.loads(with_usage.text.split("\n\n")[0].removeprefix("data: "))
    assert first["choices"][0]["delta"]["refusal"] is None
    *others, last = [json.loads(line[6:]) for line in with_usage.text.split("\n\n") if line[:7] == "data: {"]
    assert all("usage" in chunk and chunk["usage"] is None for chunk in others)
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] <= 8


def test_an_unknown_model_is_named_with_those_offered(client: httpx.Client) -> None:
    answer = client.post("/chat/completions", json={"model": "gpt-9", "messages": QUESTION})
    assert answer.status_code == 404
    error = answer.json()["error"]
    assert error["code"] == "model_not_found"
    assert "gpt-9" in error["message"]
    assert "smollm2-135m-instruct" in error["message"]
