import json
from typing import Any

import httpx
import pytest
from openai import OpenAI

BATCH = "batch_" + "a" * 32


def line(custom_id: str, url: str = "/v1/embeddings", **body: Any) -> bytes:
    return json.dumps({"custom_id": custom_id, "method": "POST", "url": url, "body": body}).encode() + b"\n"


def run(client: httpx.Client, content: bytes) -> httpx.Response:
    fields = {"endpoint": "/v1/embeddings", "batch_id": BATCH}
    return client.post("/batches/run", data=fields, files={"file": ("a.jsonl", content)})


def test_answers_and_failures_are_two_files(client: httpx.Client, openai_client: OpenAI) -> None:
    content = (
        line("one", input="hello")
        + line("unknown", input="hello", model="gpt-9")
        + line("elsewhere", "/v1/moderations", input="hello")
        + line("two", input="world")
    )
    outcome = run(client, content).json()
    assert (outcome["total"], outcome["completed"], outcome["failed"]) == (4, 2, 2)
    answers, failures = (
        [json.loads(one) for one in openai_client.files.content(outcome[name]).text.splitlines()]
        for name in ("output_file_id", "error_file_id")
    )
    assert [one["custom_id"] for one in answers] == ["one", "two"]
    assert all(len(one["response"]["body"]["data"][0]["embedding"]) > 100 for one in answers)
    assert [(one["custom_id"], one["error"]["code"]) for one in failures] == [
        ("unknown", "model_not_found"),
        ("elsewhere", "batch_endpoint_mismatch"),
    ]
    kept = openai_client.files.retrieve(outcome["output_file_id"])
    assert (kept.filename, kept.purpose) == (f"{BATCH}_output.jsonl", "batch_output")


def test_without_failures_there_is_no_file_of_them(client: httpx.Client) -> None:
    outcome = run(client, line("one", input="hello")).json()
    assert outcome["error_file_id"] is None
    assert outcome["output_file_id"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\n", "batch_empty"),
        (line("twice", input="a") + line("twice", input="b"), "batch_custom_id_twice"),
        (b"{}\n" * 10_001, "batch_too_long"),
    ],
)
def test_files_that_cannot_be_run(client: httpx.Client, content: bytes, code: str) -> None:
    answer = run(client, content)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
