import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from jobs_stand import Platform, until

Submit = Callable[..., dict[str, Any]]


def test_a_waiting_job_is_cancelled_at_once(client: httpx.Client, submit: Submit) -> None:
    created = submit(delay_seconds=60)
    for _ in range(2):  # a second time is no error
        answer = client.post(f"{created['url']}/cancel")
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    refused = client.get(created["result_url"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "JOB_CANCELLED")


def test_a_running_job_stops(client: httpx.Client, running: Platform, submit: Submit, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    created = submit(operation="sample.work", request={"trace": str(trace), "seconds": 30})
    until(trace.exists)
    assert client.post(f"{created['url']}/cancel").json()["cancelling"]
    began = time.monotonic()
    assert running.ended(created["id"])["state"] == "cancelled"
    assert time.monotonic() - began < 20
    assert "ended" not in trace.read_text()


def test_work_that_cannot_be_stopped_is_reported_as_running_out(
    client: httpx.Client, running: Platform, submit: Submit, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    request = {"trace": str(trace), "seconds": 3, "checks": False}
    created = submit(operation="sample.work", request=request)
    until(trace.exists)
    client.post(f"{created['url']}/cancel")
    shown = until(lambda: (found := client.get(created["url"]).json())["running_out"] and found)
    assert (shown["state"], shown["cancelling"]) == ("running", True)
    assert "ended" not in trace.read_text()
    ended = running.ended(created["id"])
    assert (ended["state"], ended["running_out"]) == ("cancelled", False)
    assert "ended" in trace.read_text()
    events = client.get(f"{created['url']}/events").json()["events"]
    assert [one["event"] for one in events if one["event"] != "progress"] == [
        "queued",
        "running",
        "running_out",
        "cancelled",
    ]


def test_an_ended_job_is_not_cancelled(client: httpx.Client, running: Platform, submit: Submit) -> None:
    created = submit()
    running.ended(created["id"])
    answer = client.post(f"{created['url']}/cancel")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "JOB_ENDED")
