import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from jobs_stand import Platform

Submit = Callable[..., dict[str, Any]]


def test_the_result_is_waited_for(client: httpx.Client, submit: Submit, tmp_path: Path) -> None:
    created = submit(operation="sample.work", request={"trace": str(tmp_path / "trace"), "seconds": 0.5})
    answer = client.get(created["result_url"], params={"wait": 20})
    assert (answer.status_code, answer.json()) == (200, {"calls": 1})


def test_a_wait_comes_to_an_end(client: httpx.Client, submit: Submit) -> None:
    created = submit(delay_seconds=60)
    began = time.monotonic()
    answer = client.get(created["result_url"], params={"wait": 0.3})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "JOB_NOT_ENDED")
    assert answer.json()["error"]["retryable"]
    assert time.monotonic() - began >= 0.3


def test_a_result_is_read_again_and_again(client: httpx.Client, running: Platform, submit: Submit) -> None:
    created = submit()
    running.ended(created["id"])
    first = client.get(created["result_url"])
    assert first.headers["content-type"] == "application/json"
    unchanged = client.get(created["result_url"], headers={"If-None-Match": first.headers["etag"]})
    assert unchanged.status_code == 304


def test_a_large_result_is_kept_in_the_file_store(
    client: httpx.Client, running: Platform, submit: Submit
) -> None:
    created = submit(operation="sample.fill", request={"megabytes": 9})
    ended = running.ended(created["id"])
    assert (ended["state"], ended["status"]) == ("succeeded", 200), ended
    assert ended["result_file_id"].startswith("file_")
    answer = client.get(created["result_url"])
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.json()["text"]) == 9 << 20
    part = client.get(created["result_url"], headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.content) == (206, b'{"text":')


def test_a_result_over_the_limit_is_refused(running: Platform, submit: Submit) -> None:
    ended = running.ended(submit(operation="sample.fill", request={"megabytes": 40})["id"])
    assert (ended["state"], ended["error"]["code"]) == ("failed", "JOB_RESULT_TOO_LARGE")
    assert str(32 << 20) in ended["error"]["message"]


def test_a_large_result_of_a_batch(client: httpx.Client, running: Platform) -> None:
    document = {"operation": "sample.fill", "requests": [{"megabytes": 5}, {"megabytes": 6}]}
    job = client.post("/api/v1/jobs/batches", json=document).json()
    assert running.ended(job["id"])["result_file_id"] is not None
    result = client.get(job["result_url"]).json()
    assert [len(step["result"]["text"]) for step in result["steps"]] == [5 << 20, 6 << 20]
    assert not result["truncated"]


def test_the_result_of_a_file_operation_names_the_file(
    client: httpx.Client, running: Platform, submit: Submit
) -> None:
    created = submit(operation="sample.reverse", request={"file": {"base64": "YWJj", "name": "a.txt"}})
    running.ended(created["id"])
    file = client.get(created["result_url"]).json()["file"]
    assert (file["name"], file["bytes"]) == ("reversed-a.txt", 3)
    assert file["file_id"].startswith("file_")
