"""The progress of a handler in a worker process, told as server-sent events."""

import json

import httpx
import pytest

from servicekit import Process, RequestBody, operation
from servicekit.http.endpoints.endpoint import BadDeclaration, compile_endpoint
from servicekit.operations.declaration import ATTRIBUTE

STREAM = {"accept": "text/event-stream"}


def events_of(text: str) -> list[tuple[str, dict[str, object]]]:
    frames = [frame.splitlines() for frame in text.split("\n\n") if frame and not frame.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def test_each_step_is_an_event_and_the_result_the_last(sample: httpx.Client) -> None:
    answer = sample.post("/climb", json={"steps": 3}, headers=STREAM)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    *steps, (last, result) = events_of(answer.text)
    assert steps == [
        ("progress", {"done": float(number), "total": 3.0, "note": f"step {number}"}) for number in (1, 2, 3)
    ]
    assert (last, result["steps"]) == ("result", 3)


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_others_get_the_result_alone(sample: httpx.Client, accept: str) -> None:
    answer = sample.post("/climb", json={"steps": 1}, headers={"accept": accept})
    assert answer.json()["steps"] == 1


def test_an_error_before_the_first_step_has_its_status(sample: httpx.Client) -> None:
    answer = sample.post("/climb", json={"steps": 3, "fail_at": 0}, headers=STREAM)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SAMPLE_OUT_OF_BREATH")


def test_a_later_error_is_the_last_event(sample: httpx.Client) -> None:
    answer = sample.post("/climb", json={"steps": 3, "fail_at": 2}, headers=STREAM)
    found = events_of(answer.text)
    assert [name for name, _ in found] == ["progress", "progress", "error"]
    assert "SAMPLE_OUT_OF_BREATH" in answer.text


def test_events_come_while_the_handler_works_and_it_ends_when_the_caller_leaves(
    sample: httpx.Client,
) -> None:
    """The handler would go on for hours: the workers left must suffice for the calls after it."""
    for _ in range(3):
        with sample.stream("POST", "/climb", json={"steps": 100_000}, headers=STREAM) as answer:
            assert next(answer.iter_lines()) == "event: progress"
    answer = sample.post("/climb", json={"steps": 1}, headers=STREAM)
    assert events_of(answer.text)[-1][0] == "result"


def test_the_document_describes_the_events(sample: httpx.Client) -> None:
    responses = sample.get("/openapi.json").json()["paths"]["/api/v1/sample/climb"]["post"]["responses"]
    content = responses["200"]["content"]
    assert list(content) == ["application/json", "text/event-stream"]
    data = content["text/event-stream"]["schema"]["properties"]["data"]["contentSchema"]
    assert data == {
        "anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Progress", "ClimbResult")]
    }


def test_progress_needs_a_context_and_a_model() -> None:
    class Request(RequestBody):
        pass

    @operation("/lost", example={}, run=Process(), progress=True)
    def lost(request: Request) -> None: ...

    with pytest.raises(BadDeclaration):
        compile_endpoint(getattr(lost, ATTRIBUTE), {})
