import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from jobs_stand import Platform

Submit = Callable[..., dict[str, Any]]
PATH = "/api/v1/jobs/events"
STREAM = {"Accept": "text/event-stream"}
ADD = {"operation": "sample.add", "request": {"numbers": [1]}}


def frames(answer: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield id and document of each event."""
    last = ""
    for line in answer.iter_lines():
        if line.startswith("id: "):
            last = line.removeprefix("id: ")
        elif line.startswith("data: "):
            yield last, json.loads(line.removeprefix("data: "))


def to_the_end_of(answer: httpx.Response, job_id: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    events = frames(answer)
    assert next(events)[1] == {}
    for event_id, document in events:
        found.append((event_id, document))
        if (document["job_id"], document["type"]) == (job_id, "succeeded"):
            return found
    raise AssertionError("the stream ended")


def test_all_jobs_are_followed_in_one_stream_and_replayed(running: Platform) -> None:
    with running.client(consumer="follower") as client, running.client(consumer="other") as other:
        with client.stream("GET", PATH, headers=STREAM) as answer:
            other.post("/api/v1/jobs", json=ADD).raise_for_status()
            first = client.post("/api/v1/jobs", json=ADD).json()["id"]
            seen = to_the_end_of(answer, first)
        assert [(one["job_id"], one["type"]) for _, one in seen] == [
            (first, kind) for kind in ("queued", "running", "succeeded")
        ]
        assert {one["operation"] for _, one in seen} == {"sample.add"}
        second = client.post("/api/v1/jobs", json=ADD).json()["id"]
        running.ended(second, "follower")
        again = {**STREAM, "Last-Event-ID": seen[0][0]}
        with client.stream("GET", PATH, headers=again) as answer:
            replayed = to_the_end_of(answer, second)
        places = [(one["job_id"], one["number"]) for _, one in replayed]
        assert len(places) == len(set(places))
        assert places == [(first, 2), (first, 3), (second, 1), (second, 2), (second, 3)]


def test_without_a_stream_the_events_so_far(running: Platform) -> None:
    with running.client(consumer="reader") as client:
        client.post("/api/v1/jobs", json={**ADD, "delay_seconds": 60}).raise_for_status()
        assert client.get(PATH).json() == {"events": []}
        found = client.get(PATH, headers={"Last-Event-ID": "0:x:0"}).json()["events"]
    assert [one["event"] for one in found] == ["queued"]


def test_an_id_that_is_none(client: httpx.Client) -> None:
    answer = client.get(PATH, headers={"Last-Event-ID": "yesterday"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "JOB_EVENT_ID_INVALID")
