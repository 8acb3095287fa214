from collections.abc import Callable
from typing import Any

import httpx
from jobs_stand import Platform

Submit = Callable[..., dict[str, Any]]


def test_steps_have_state_timing_and_result(
    client: httpx.Client, bob: httpx.Client, running: Platform
) -> None:
    steps = [
        {"id": "a", "operation": "sample.add", "request": {"numbers": [1]}},
        {"id": "b", "operation": "sample.add", "request": {"numbers": ["$steps.a.sum", 1]}},
    ]
    job = client.post("/api/v1/jobs/pipelines", json={"steps": steps}).json()
    running.ended(job["id"])
    found = client.get(f"{job['url']}/steps").json()["steps"]
    assert [(one["id"], one["needs"], one["state"], one["result"]) for one in found] == [
        ("a", [], "succeeded", {"sum": 1}),
        ("b", ["a"], "succeeded", {"sum": 2}),
    ]
    assert all(one["seconds"] >= 0 and one["attempt"] == 1 for one in found)
    step = client.get(f"/api/v1/jobs/{found[0]['job_id']}").json()
    assert step["state"] == "succeeded"
    assert bob.get(f"{job['url']}/steps").status_code == 404


def test_a_single_call_has_no_steps(client: httpx.Client, submit: Submit) -> None:
    job = submit()
    answer = client.get(f"{job['url']}/steps")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "JOB_HAS_NO_STEPS")
