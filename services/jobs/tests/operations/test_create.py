import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from jobs_stand import Platform, until

PATH = "/api/v1/jobs"
Submit = Callable[..., dict[str, Any]]


def test_a_job_runs_and_its_result_is_read(client: httpx.Client, running: Platform, submit: Submit) -> None:
    created = submit()
    assert created["operation"] == "sample.add"
    ended = running.ended(created["id"])
    assert (ended["state"], ended["status"], ended["attempt"], ended["error"]) == ("succeeded", 200, 1, None)
    assert client.get(created["result_url"]).json() == {"sum": 30}


def test_the_request_is_validated_by_its_operation(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"operation": "sample.add", "request": {"numbers": ["x"]}})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "VALIDATION_ERROR"
    assert "numbers" in answer.json()["error"]["message"]
    assert client.get(PATH, params={"operation": "sample.nothing"}).json()["jobs"] == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"operation": "sample.nothing"}, "JOB_OPERATION_UNKNOWN"),
        ({"operation": "nothing.add"}, "JOB_OPERATION_UNKNOWN"),
        ({"operation": "sample.keep_quiet", "request": {"secret": "x"}}, "JOB_SECRET_REFUSED"),
        ({"operation": "jobs.get"}, "JOB_PATH_PARAMETER_MISSING"),
        ({"operation": "jobs.list"}, "JOB_OPERATION_REFUSED"),
        ({"operation": "sample.add", "id": "not-a-uuid"}, "VALIDATION_ERROR"),
    ],
)
def test_refusals(client: httpx.Client, fields: dict[str, Any], code: str) -> None:
    answer = client.post(PATH, json=fields)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["code"] == code


def test_the_caller_may_choose_the_id_once(client: httpx.Client, submit: Submit) -> None:
    chosen = str(uuid.uuid4())
    assert submit(id=chosen)["id"] == chosen
    again = client.post(PATH, json={"operation": "sample.add", "request": {"numbers": [1]}, "id": chosen})
    assert again.status_code == 409
    assert again.json()["error"]["code"] == "JOB_ID_TAKEN"


def test_an_operations_refusal_is_the_jobs(client: httpx.Client, running: Platform, submit: Submit) -> None:
    created = submit(request={"numbers": []})
    ended = running.ended(created["id"])
    assert (ended["state"], ended["status"]) == ("failed", 422)
    answer = client.get(created["result_url"])
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "SAMPLE_NOTHING_TO_ADD"


@pytest.mark.parametrize(("kind", "attempts"), [("upstream", 3), ("busy", 1)])
def test_what_is_retryable_is_tried_again(
    running: Platform, submit: Submit, tmp_path: Path, kind: str, attempts: int
) -> None:
    request = {"trace": str(tmp_path / "trace"), "failures": 2, "fails_by": kind}
    ended = running.ended(submit(operation="sample.work", request=request)["id"])
    assert (ended["state"], ended["attempt"]) == ("succeeded", attempts)
    assert (tmp_path / "trace").read_text().count("began") == 3


def test_attempts_come_to_an_end(running: Platform, submit: Submit, tmp_path: Path) -> None:
    request = {"trace": str(tmp_path / "trace"), "failures": 9}
    ended = running.ended(submit(operation="sample.work", request=request, max_attempts=2)["id"])
    assert (ended["state"], ended["reason"], ended["attempt"]) == ("dead", "retries_exhausted", 2)
    assert ended["error"]["code"] == "UPSTREAM_FAILED"


def test_a_job_that_crashes_its_service_is_dead(running: Platform, submit: Submit) -> None:
    ended = running.ended(submit(operation="sample.crash", request={})["id"])
    assert (ended["state"], ended["reason"]) == ("dead", "worker_crashed")
    assert ended["error"]["code"] == "WORKER_CRASHED"


def test_a_delayed_job_waits(client: httpx.Client, running: Platform, submit: Submit) -> None:
    created = submit(delay_seconds=1.5)
    began = time.monotonic()
    answer = client.get(created["result_url"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "JOB_NOT_ENDED")
    assert running.ended(created["id"])["state"] == "succeeded"
    assert time.monotonic() - began > 1.0


def test_a_killed_worker_is_recovered(running: Platform, submit: Submit, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    request = {"trace": str(trace), "seconds": 1.5}
    created = submit(operation="sample.work", request=request)
    until(trace.exists)
    running.processes["worker"].kill()
    running.processes["worker"].start()
    ended = running.ended(created["id"])
    assert (ended["state"], ended["attempt"]) == ("succeeded", 2)
