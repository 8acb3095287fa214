"""Server-sent events: frames, heartbeats, errors, and an end when nobody listens."""

import time

import httpx
import pytest
from kit_sample.operations.count import ended


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_events_come_in_frames(sample: httpx.Client, way: str) -> None:
    answer = sample.post("/count", json={"to": 2, "way": way})
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.text == 'event: tick\ndata: {"number":0}\n\nevent: tick\ndata: {"number":1}\n\n'


def test_an_empty_stream_is_an_answer(sample: httpx.Client) -> None:
    answer = sample.post("/count", json={"to": 0})
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_events_come_as_they_are_made(sample: httpx.Client, way: str) -> None:
    request = {"to": 1_000_000, "pause_seconds": 0.01, "way": way}
    with sample.stream("POST", "/count", json=request) as answer:
        lines = answer.iter_lines()
        found = [next(lines) for _ in range(30)]
    assert found[-2] == 'data: {"number":9}'


def test_pauses_are_filled_with_comments(sample: httpx.Client) -> None:
    answer = sample.post("/count", json={"to": 1, "pause_seconds": 0.7})
    assert (
        answer.text.count(": still working\n\n") == 0
    )  # the first event is awaited before the answer begins
    answer = sample.post("/count", json={"to": 2, "pause_seconds": 0.7})
    assert answer.text.count(": still working\n\n") >= 2


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_an_error_at_first_is_an_error_answer(sample: httpx.Client, way: str) -> None:
    answer = sample.post("/count", json={"to": 3, "fail_at": 0, "way": way})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLE_UNCOUNTABLE")


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_a_later_error_is_the_last_event(sample: httpx.Client, way: str) -> None:
    answer = sample.post("/count", json={"to": 3, "fail_at": 1, "way": way})
    assert answer.status_code == 200
    last = answer.text.strip().split("\n\n")[-1]
    assert last.startswith("event: error\n")
    assert "SAMPLE_UNCOUNTABLE" in last
    assert answer.headers["x-request-id"] in last


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_the_source_ends_when_the_caller_leaves(sample: httpx.Client, way: str) -> None:
    count = 100_000 + len(ended)
    request = {"to": count, "pause_seconds": 0.01, "way": way}
    with sample.stream("POST", "/count", json=request) as answer:
        next(answer.iter_lines())
    until = time.monotonic() + 5
    while count not in ended and time.monotonic() < until:
        time.sleep(0.02)
    assert count in ended
