import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from jobs_stand import Platform

from servicekit.testing import events_in

Submit = Callable[..., dict[str, Any]]
STREAM = {"Accept": "text/event-stream"}


def test_a_job_is_followed_to_its_end(client: httpx.Client, submit: Submit, tmp_path: Path) -> None:
    request = {"trace": str(tmp_path / "trace"), "seconds": 2, "steps": 2}
    job = submit(operation="sample.work", request=request)
    with client.stream("GET", f"{job['url']}/events", headers=STREAM) as answer:
        text = answer.read().decode()
    ids = [line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: ")]
    events = [document for _, document in events_in("\n\n".join(_without_ids(text)))]
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert ids == [str(event["number"]) for event in events]
    kinds = [event["type"] for event in events]
    assert (kinds[:2], kinds[-1]) == (["queued", "running"], "succeeded")
    reported = [event["data"] for event in events if event["type"] == "progress"]
    assert {"done": 1, "total": 2, "note": "step 1"} in reported
    assert client.get(job["url"]).json()["progress"] == reported[-1]


def _without_ids(text: str) -> list[str]:
    frames = text.strip().split("\n\n")
    return ["\n".join(line for line in frame.splitlines() if not line.startswith("id: ")) for frame in frames]


def test_a_reader_that_comes_back_gets_the_rest(
    client: httpx.Client, running: Platform, submit: Submit
) -> None:
    job = submit()
    running.ended(job["id"])
    whole = client.get(f"{job['url']}/events").json()["events"]
    assert [event["event"] for event in whole] == ["queued", "running", "succeeded"]
    rest = client.get(f"{job['url']}/events", headers={"Last-Event-ID": "2"}).json()["events"]
    assert rest == whole[2:]
    assert client.get(f"{job['url']}/events", headers={"Last-Event-ID": "3", **STREAM}).text == ""


def test_without_a_stream_the_events_so_far(client: httpx.Client, bob: httpx.Client, submit: Submit) -> None:
    job = submit(delay_seconds=60)
    assert [one["event"] for one in client.get(f"{job['url']}/events").json()["events"]] == ["queued"]
    assert bob.get(f"{job['url']}/events").status_code == 404


def test_many_follow_one_job(running: Platform, submit: Submit, tmp_path: Path) -> None:
    job = submit(operation="sample.work", request={"trace": str(tmp_path / "trace"), "seconds": 1})
    last: list[str] = []

    def follow() -> None:
        with (
            running.client() as client,
            client.stream("GET", f"{job['url']}/events", headers=STREAM) as answer,
        ):
            last.append(answer.read().decode().strip().splitlines()[-2])

    threads = [threading.Thread(target=follow) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert last == ["event: succeeded"] * 40
