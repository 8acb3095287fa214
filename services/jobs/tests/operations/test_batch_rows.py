"""Batches over the rows of a file, read by the data service."""

import base64
from typing import Any

import httpx
import pytest
from jobs_stand import Platform

PATH = "/api/v1/jobs/batches"
CSV = b"left;the right one\n1;2\n3;4\n"
NDJSON = b'{"left": 1, "the right one": 2}\n{"left": 3, "the right one": 4}\n'


def xlsx(client: httpx.Client) -> bytes:
    answer = client.post("/api/v1/data/convert", json={"text": CSV.decode(), "to": "xlsx"})
    assert answer.is_success, answer.text
    return answer.content


@pytest.mark.parametrize("kind", ["csv", "ndjson", "xlsx"])
def test_a_request_for_each_row(running: Platform, kind: str) -> None:
    with running.client() as client, running.client("data") as data:
        content = {"csv": CSV, "ndjson": NDJSON}.get(kind) or xlsx(data)
        form = {"operation": "sample.add", "request": '{"numbers": ["$row.left", "$row.the right one"]}'}
        answer = client.post(PATH, data=form, files={"file": (f"rows.{kind}", content)})
        assert answer.status_code == 201, answer.text
        job = answer.json()
        assert running.ended(job["id"])["state"] == "succeeded"
        result = client.get(job["result_url"]).json()
    assert [step["result"] for step in result["steps"]] == [{"sum": 3}, {"sum": 7}]


def test_a_row_may_be_the_request_itself(client: httpx.Client, running: Platform) -> None:
    job = client.post(PATH, json={"operation": "sample.fill", "file": {"base64": "bWVnYWJ5dGVzCjAK"}}).json()
    running.ended(job["id"])
    assert client.get(job["result_url"]).json()["steps"][0]["result"] == {"text": ""}


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({}, 422, "BATCH_SOURCE_WRONG"),
        ({"file": CSV, "requests": [{}]}, 422, "BATCH_SOURCE_WRONG"),
        ({"file": CSV, "request": {"numbers": ["$row.middle"]}}, 422, "BATCH_COLUMN_UNKNOWN"),
        ({"file": b"left;right\n"}, 422, "BATCH_FILE_EMPTY"),
        ({"file": b"n\n" + b"1\n" * 5001}, 422, "BATCH_ROWS_LIMIT"),
        ({"file": b"\x89PNG\r\n\x1a\n" + bytes(40)}, None, None),
    ],
)
def test_refusals(client: httpx.Client, fields: dict[str, Any], status: int | None, code: str | None) -> None:
    document = {"operation": "sample.add", **fields}
    if "file" in fields:
        document["file"] = {"base64": base64.b64encode(fields["file"]).decode()}
    answer = client.post(PATH, json=document)
    if status is None:
        assert 400 <= answer.status_code < 500, answer.text
        return
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text
