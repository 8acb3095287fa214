"""Operations on secrets are refused as jobs, and nothing of them is found in the databases."""

import uuid
from typing import Any

import httpx
import pytest
from jobs_stand import Platform

SECRET = "sample.keep_quiet"
PATH = "/api/v1/sample/keep-quiet"


def on_disk(running: Platform, text: str) -> list[str]:
    """Return the names of the files of the databases that have *text*."""
    files = [path for name in ("jobs", "store") for path in running.folder.glob(f"{name}.sqlite*")]
    assert len(files) >= 2
    return [path.name for path in files if text.encode() in path.read_bytes()]


def step(request: dict[str, Any]) -> dict[str, Any]:
    return {"id": "only", "operation": SECRET, "request": request}


def test_what_is_looked_for_is_found_where_it_is(
    running: Platform, client: httpx.Client, sample: httpx.Client
) -> None:
    marker = uuid.uuid4().hex
    document = {"operation": "sample.work", "request": {"trace": marker}, "delay_seconds": 600}
    job = client.post("/api/v1/jobs", json=document).raise_for_status().json()
    assert on_disk(running, marker)
    client.post(f"{job['url']}/cancel").raise_for_status()
    sample.get("/health").raise_for_status()


@pytest.mark.parametrize(
    ("path", "wrap"),
    [
        ("", lambda request: {"operation": SECRET, "request": request}),
        ("/batches", lambda request: {"operation": SECRET, "requests": [request, request]}),
        ("/pipelines", lambda request: {"steps": [step(request)]}),
        ("/pipelines/validate", lambda request: {"steps": [step(request)]}),
        ("/pipelines/templates", lambda request: {"name": "secret", "steps": [step(request)]}),
    ],
)
def test_a_secret_in_a_job_is_refused_and_not_stored(
    running: Platform, client: httpx.Client, path: str, wrap: Any
) -> None:
    secret = uuid.uuid4().hex
    answer = client.post(f"/api/v1/jobs{path}", json=wrap({"secret": secret}))
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "JOB_SECRET_REFUSED")
    assert secret not in answer.text
    assert on_disk(running, secret) == []


@pytest.mark.parametrize("prefer", ["respond-async", "respond-async, wait=5", "wait=5"])
def test_a_secret_that_is_sent_to_its_operation_is_not_stored(
    running: Platform, sample: httpx.Client, prefer: str
) -> None:
    secret = uuid.uuid4().hex
    headers = {"Prefer": prefer, "Idempotency-Key": uuid.uuid4().hex}
    answer = sample.post(PATH, json={"secret": secret}, headers=headers)
    refused = (answer.status_code, answer.json().get("error", {}).get("code"))
    assert refused == ((200, None) if prefer == "wait=5" else (422, "JOB_SECRET_REFUSED"))
    assert on_disk(running, secret) == []
