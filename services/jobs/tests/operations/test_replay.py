from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from jobs_stand import Platform

Submit = Callable[..., dict[str, Any]]


def test_a_dead_letter_runs_again(
    client: httpx.Client, running: Platform, submit: Submit, tmp_path: Path
) -> None:
    request = {"trace": str(tmp_path / "trace"), "failures": 1}
    created = submit(operation="sample.work", request=request, max_attempts=1)
    assert running.ended(created["id"])["state"] == "dead"
    assert client.get(created["result_url"]).status_code == 502
    again = client.post(f"{created['url']}/replay").json()
    assert (again["id"], again["error"]) == (created["id"], None)
    ended = running.ended(created["id"])
    assert (ended["state"], ended["attempt"]) == ("succeeded", 1)
    assert client.get(created["result_url"]).json() == {"calls": 2}


def test_what_succeeded_is_not_replayed(client: httpx.Client, running: Platform, submit: Submit) -> None:
    created = submit()
    running.ended(created["id"])
    answer = client.post(f"{created['url']}/replay")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "JOB_NOT_REPLAYABLE")
