"""`Prefer` on any operation of any service."""

from pathlib import Path

import httpx
import pytest
from jobs_stand import Platform, until


def test_respond_async(sample: httpx.Client, client: httpx.Client, running: Platform) -> None:
    answer = sample.post(
        "/api/v1/sample/add",
        json={"numbers": [1, 2]},
        headers={"Prefer": "respond-async", "X-Job-Priority": "high"},
    )
    assert answer.status_code == 202, answer.text
    job = answer.json()
    assert answer.headers["location"] == job["url"] == f"/api/v1/jobs/{job['id']}"
    assert answer.headers["preference-applied"] == "respond-async"
    assert (job["operation"], job["priority"], job["cost"]) == ("sample.add", "high", 1)
    assert running.ended(job["id"])["state"] == "succeeded"
    assert client.get(job["result_url"]).json() == {"sum": 3}


@pytest.mark.parametrize("how", [{"headers": {"Prefer": "wait=20"}}, {"params": {"max_wait": "20"}}])
def test_a_result_that_is_there_in_time(sample: httpx.Client, how: dict[str, dict[str, str]]) -> None:
    answer = sample.post("/api/v1/sample/add", json={"numbers": [1, 2]}, **how)
    assert (answer.status_code, answer.json()) == (200, {"sum": 3})
    assert answer.headers["location"].startswith("/api/v1/jobs/")


def test_a_result_that_is_not(sample: httpx.Client, running: Platform, tmp_path: Path) -> None:
    request = {"trace": str(tmp_path / "trace"), "seconds": 1}
    answer = sample.post("/api/v1/sample/work", json=request, headers={"Prefer": "wait=0.1"})
    assert answer.status_code == 202
    assert running.ended(answer.json()["id"])["state"] == "succeeded"


def test_an_error_that_is_there_in_time(sample: httpx.Client) -> None:
    answer = sample.post("/api/v1/sample/add", json={"numbers": []}, headers={"Prefer": "wait=20"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLE_NOTHING_TO_ADD")


def test_a_bad_request_is_no_job(sample: httpx.Client) -> None:
    answer = sample.post("/api/v1/sample/add", json={"numbers": "x"}, headers={"Prefer": "respond-async"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")


def test_a_bad_option_is_named(sample: httpx.Client) -> None:
    headers = {"Prefer": "respond-async", "X-Job-Priority": "first"}
    answer = sample.post("/api/v1/sample/add", json={"numbers": [1]}, headers=headers)
    assert answer.status_code == 422
    assert "priority" in answer.json()["error"]["message"]


def test_a_secret_is_refused_but_may_be_waited_for(sample: httpx.Client) -> None:
    refused = sample.post(
        "/api/v1/sample/keep-quiet", json={"secret": "x"}, headers={"Prefer": "respond-async"}
    )
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "JOB_SECRET_REFUSED")
    waited = sample.post("/api/v1/sample/keep-quiet", json={"secret": "x"}, headers={"Prefer": "wait=5"})
    assert (waited.status_code, waited.json()) == (200, {"length": 1})


@pytest.mark.parametrize("output", ["binary", "base64", "file"])
def test_files_go_in_and_come_out_in_the_form_asked_for(sample: httpx.Client, output: str) -> None:
    answer = sample.post(
        "/api/v1/sample/reverse",
        params={"output": output},
        files={"file": ("a.txt", b"abc", "text/plain")},
        headers={"Prefer": "wait=20"},
    )
    assert answer.status_code == 200, answer.text
    if output == "binary":
        assert answer.content == b"cba"
        assert answer.headers["content-disposition"] == 'attachment; filename="reversed-a.txt"'
        assert answer.headers["x-report"] == '{"times":1}'
        return
    document = answer.json()
    assert document["report"] == {"times": 1}
    assert (document["file"]["name"], document["file"]["bytes"]) == ("reversed-a.txt", 3)
    assert (document["file"].get("base64") == "Y2Jh") == (output == "base64")
    assert ("file_id" in document["file"]) == (output == "file")


def test_other_preferences_are_ignored(sample: httpx.Client) -> None:
    answer = sample.post("/api/v1/sample/add", json={"numbers": [1]}, headers={"Prefer": "return=minimal"})
    assert (answer.status_code, answer.json()) == (200, {"sum": 1})
    assert "preference-applied" not in answer.headers


def test_a_jobs_service_that_is_away_is_said_to_be(sample: httpx.Client, running: Platform) -> None:
    running.processes["api"].kill()
    try:
        answer = sample.post("/api/v1/sample/add", json={"numbers": [1]}, headers={"Prefer": "respond-async"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "JOBS_SERVICE_UNAVAILABLE")
    finally:
        running.processes["api"].start()
    until(
        lambda: (
            sample.post("/api/v1/sample/add", json={"numbers": [1]}, headers={"Prefer": "wait=9"}).is_success
        )
    )
