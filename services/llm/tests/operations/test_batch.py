import json
from typing import Any

import httpx

GOOD = {
    "messages": [{"role": "user", "content": "Name the capital city of France."}],
    "max_tokens": 8,
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "city", "schema": {"const": "Paris"}, "strict": True},
    },
}


def line(custom_id: str, body: dict[str, Any], **fields: Any) -> bytes:
    return json.dumps({"custom_id": custom_id, "body": body, **fields}).encode() + b"\n"


def run(client: httpx.Client, content: bytes, **query: Any) -> httpx.Response:
    return client.post("/batch", params=query, files={"file": ("batch.jsonl", content)})


def test_answers_are_in_order_and_one_failure_fails_no_other(
    client: httpx.Client,
) -> None:
    lines = [
        line("slow", GOOD | {"max_tokens": 24}),
        line("quick", GOOD | {"max_tokens": 1}, method="POST", url="/v1/chat/completions"),
        line("many", GOOD | {"n": 1000}),
        line("nobody", GOOD | {"model": "gpt-9"}),
        line("lost", GOOD, url="/v1/images"),
        line("stream", GOOD | {"stream": True}),
        b"no json\n",
        b"\n",
        line("last", GOOD),
    ]
    answer = run(client, b"".join(lines))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/jsonl"
    assert json.loads(answer.headers["x-report"]) == {"requests": 8, "succeeded": 3, "failed": 5}
    found = [json.loads(one) for one in answer.text.splitlines()]
    names = ["slow", "quick", "many", "nobody", "lost", "stream", None, "last"]
    assert [one["custom_id"] for one in found] == names
    assert [one["response"]["status_code"] for one in found] == [200, 200, 400, 404, 400, 400, 400, 200]
    codes = [one["error"]["code"] for one in found if one["error"]]
    assert codes == [
        "invalid_value",
        "model_not_found",
        "batch_url_unknown",
        "stream_in_batch",
        "malformed_body",
    ]
    body = found[-1]["response"]["body"]
    assert body["choices"][0]["message"]["content"] == '"Paris"'
    assert found[0]["response"]["body"]["usage"]["completion_tokens"] > 1


def test_it_comes_as_an_array_where_asked(client: httpx.Client) -> None:
    answer = client.post(
        "/batch", files={"file": ("b.jsonl", line("a", GOOD | {"max_tokens": 1}))}, data={"format": "json"}
    )
    assert answer.headers["content-type"] == "application/json"
    assert [one["custom_id"] for one in answer.json()] == ["a"]
    empty = client.post("/batch", files={"file": ("b.jsonl", b"\n")}, data={"format": "json"})
    assert empty.json() == []


def test_too_many_requests_are_refused_before_any_runs(client: httpx.Client) -> None:
    answer = run(client, b"{}\n" * 10_001)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BATCH_TOO_LONG")


def test_a_line_without_end_costs_no_memory(client: httpx.Client) -> None:
    answer = run(client, b"x" * (9 << 20) + b"\n" + line("after", GOOD | {"max_tokens": 1}))
    found = [json.loads(one) for one in answer.text.splitlines()]
    assert [one["response"]["status_code"] for one in found] == [400, 200]


def test_more_requests_than_the_model_takes_at_once_wait_for_their_turn(client: httpx.Client) -> None:
    answer = client.post(
        "/batch",
        files={"file": ("b.jsonl", b"".join(line(str(n), GOOD | {"max_tokens": 1}) for n in range(40)))},
        data={"concurrency": "32"},
    )
    assert json.loads(answer.headers["x-report"])["succeeded"] == 40


def test_requests_of_every_kind_go_through_one_file(client: httpx.Client) -> None:
    prompt = {"prompt": "The capital of France is", "max_tokens": 4}
    pair = {"text_1": "a capital", "text_2": ["Paris is a capital.", "Bread is baked."]}
    ranked = {"query": "a capital", "documents": ["Bread is baked.", "Paris is a capital."]}
    lines = [
        line("text", prompt, url="/v1/completions"),
        line("vectors", {"input": ["one", "two"]}, url="/v1/embeddings"),
        line("score", pair, url="/score"),
        line("ranked", ranked, url="/api/v1/llm/rerank"),
    ]
    found = [json.loads(one) for one in run(client, b"".join(lines)).text.splitlines()]
    assert [one["error"] for one in found] == [None] * 4
    text, vectors, score, ranks = (one["response"]["body"] for one in found)
    assert text["usage"]["prompt_tokens"] == 5
    assert [len(one["embedding"]) for one in vectors["data"]] == [384, 384]
    assert score["data"][0]["score"] > score["data"][1]["score"]
    assert [one["index"] for one in ranks["results"]] == [1, 0]


def test_a_table_of_rows_goes_through_a_task(client: httpx.Client) -> None:
    rows = ["The soup was wonderful.", "", "The room was cold and dirty."]
    lines = [line(str(n), {"text": row}, url="/sentiment") for n, row in enumerate(rows)]
    said = {"input": "Name the capital city of France.", "max_output_tokens": 8}
    lines.append(line("response", said, url="/v1/responses"))
    lines.append(line("file", {"file": {"base64": "SGk="}}, url="/sentiment"))
    found = [json.loads(one) for one in run(client, b"".join(lines)).text.splitlines()]
    assert [one["response"]["status_code"] for one in found] == [200, 400, 200, 200, 400]
    assert found[1]["error"]["code"] == "text_empty"
    assert all(-1 <= found[row]["response"]["body"]["score"] <= 1 for row in (0, 2))
    assert found[3]["response"]["body"]["object"] == "response"
    assert found[4]["error"]["code"] == "file_in_batch"
