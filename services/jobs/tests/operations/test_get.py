from collections.abc import Callable
from typing import Any

import httpx

Submit = Callable[..., dict[str, Any]]


def test_a_job_is_its_consumers_alone(client: httpx.Client, bob: httpx.Client, submit: Submit) -> None:
    created = submit(delay_seconds=60, max_attempts=3, priority="low")
    found = client.get(created["url"]).json()
    assert (found["id"], found["max_attempts"], found["priority"]) == (created["id"], 3, "low")
    answer = bob.get(created["url"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "JOB_NOT_FOUND")
    for path in ("cancel", "replay"):
        assert bob.post(f"{created['url']}/{path}").status_code == 404


def test_any_other_text_is_no_job(client: httpx.Client) -> None:
    for name in ("x" * 2000, "%00", "..%2f", "é"):
        assert client.get(f"/api/v1/jobs/{name}").status_code == 404
