"""Server-sent events: frames, heartbeats, errors, and an end when nobody listens."""

import time

import httpx
import pytest
from kit_sample.operations.count import ended

STREAM = {"accept": "text/event-stream"}


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_events_come_in_frames(sample: httpx.Client, way: str) -> None:
    answer = sample.post("/count", json={"to": 2, "way": way}, headers=STREAM)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.text == 'event: tick\ndata: {"number":0}\n\nevent: tick\ndata: {"number":1}\n\n'


def test_an_empty_stream_is_an_answer(sample: httpx.Client) -> None:
    answer = sample.post("/count", json={"to": 0}, headers=STREAM)
    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_events_come_as_they_are_made(sample: httpx.Client, way: str) -> None:
    request = {"to": 1_000_000, "pause_seconds": 0.01, "way": way}
    with sample.stream("POST", "/count", json=request, headers=STREAM) as answer:
        lines = answer.iter_lines()
        found = [next(lines) for _ in range(30)]
    assert found[-2] == 'data: {"number":9}'


def test_pauses_are_filled_with_comments(sample: httpx.Client) -> None:
    answer = sample.post("/count", json={"to": 1, "pause_seconds": 0.7}, headers=STREAM)
    assert (
        answer.text.count(": still working\n\n") == 0
    )  # the first event is awaited before the answer begins
    answer = sample.post("/count", json={"to": 2, "pause_seconds": 0.7}, headers=STREAM)
    assert answer.text.count(": still working\n\n") >= 2


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_an_error_at_first_is_an_error_answer(sample: httpx.Client, way: str) -> None:
    answer = sample.post("/count", json={"to": 3, "fail_at": 0, "way": way}, headers=STREAM)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLE_UNCOUNTABLE")


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_a_later_error_is_the_last_event(sample: httpx.Client, way: str) -> None:
    answer = sample.post("/count", json={"to": 3, "fail_at": 1, "way": way}, headers=STREAM)
    assert answer.status_code == 200
    last = answer.text.strip().split("\n\n")[-1]
    assert last.startswith("event: error\n")
    assert "SAMPLE_UNCOUNTABLE" in last
    assert answer.headers["x-request-id"] in last


@pytest.mark.parametrize("way", ["loop", "thread"])
def test_the_source_ends_when_the_caller_leaves(sample: httpx.Client, way: str) -> None:
    count = 100_000 + len(ended)
    request = {"to": count, "pause_seconds": 0.01, "way": way}
    with sample.stream("POST", "/count", json=request, headers=STREAM) as answer:
        next(answer.iter_lines())
    until = time.monotonic() + 5
    while count not in ended and time.monotonic() < until:
        time.sleep(0.02)
    assert count in ended


def test_a_request_chooses_between_a_document_and_a_stream(sample: httpx.Client) -> None:
    document = sample.post("/relay", json={"words": ["a", "b"]})
    assert document.json() == {"words": ["a", "b"]}
    stream = sample.post("/relay", json={"words": ["a", "b"], "stream": True})
    assert stream.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert stream.text == 'data: {"word":"a"}\n\ndata: {"word":"b"}\n\ndata: [DONE]\n\n'


def test_another_protocol_tells_failures_its_way(sample: httpx.Client) -> None:
    missing = sample.post("/relay", json={"words": []})
    told = {"error": {"code": "sample_no_words", "message": "There are no words."}}
    assert (missing.status_code, missing.json()) == (404, told)
    invalid = sample.post("/relay", json={"words": {}})
    assert (invalid.status_code, invalid.json()["error"]["code"]) == (400, "validation_error")
    broken = sample.post("/relay", json={"words": ["a", "b"], "stream": True, "fail_at": 1})
    assert broken.text.endswith(
        'event: error\ndata: {"error":{"code":"sample_no_words","message":"There are no words."}}\n\n'
    )


def test_the_document_describes_both_answers_and_the_other_protocol(sample: httpx.Client) -> None:
    responses = sample.get("/openapi.json").json()["paths"]["/api/v1/sample/relay"]["post"]["responses"]
    assert list(responses["200"]["content"]) == ["application/json", "text/event-stream"]
    refusal = responses["404"]["content"]["application/json"]["schema"]
    assert refusal["allOf"][0] == {"$ref": "#/components/schemas/Failure"}
    code = refusal["allOf"][1]["properties"]["error"]["properties"]["code"]
    assert (code["type"], code["enum"]) == ("string", ["sample_no_words"])
    assert "`validation_error`" in responses["400"]["description"]
    lowered = sample.get("/openapi-3.0.json").json()["paths"]["/api/v1/sample/relay"]["post"]["responses"]
    assert list(lowered["200"]["content"]) == ["application/json"]


@pytest.mark.parametrize("way", ["thread", "loop"])
@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_callers_that_accept_no_stream_get_all_events_as_json(
    sample: httpx.Client, way: str, accept: str
) -> None:
    answer = sample.post("/count", json={"to": 2, "way": way}, headers={"accept": accept})
    assert answer.json() == {"events": [{"event": "tick", "data": {"number": at}} for at in range(2)]}
    failed = sample.post("/count", json={"to": 2, "way": way, "fail_at": 1}, headers={"accept": accept})
    assert (failed.status_code, failed.json()["error"]["code"]) == (422, "SAMPLE_UNCOUNTABLE")
    late = sample.post("/count", json={"to": 1000, "pause_seconds": 0.001}, headers={"accept": accept})
    assert len(late.json()["events"]) == 1000
