import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from flowforge_agents.calling import Answer, Request
from flowforge_agents.following import answer_of, answer_of_job

WORK = Request("pdf.compress", "POST", "/api/v1/pdf/compress", {}, {})
ACCEPTED = Answer(202, {"id": "7"})
RESULT = Answer(200, {"file": {"file_id": "file_1"}})


class Heard(list[tuple[float, float | None, str | None]]):
    """What the caller is told; `any` is set by the first of it."""

    def __init__(self) -> None:
        super().__init__()
        self.any = asyncio.Event()

    async def tell(self, progress: float, total: float | None, message: str | None) -> None:
        self.append((progress, total, message))
        self.any.set()


class Platform:
    """Answers in order, and keeps what was asked."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.asked: list[Request] = []
        self._answers = list(answers)

    async def call(self, request: Request) -> Answer:
        self.asked.append(request)
        return self._answers.pop(0)


def job(state: str, **progress: Any) -> Answer:
    told = {"note": "", **progress} if progress else None
    return Answer(200, {"operation": "pdf.compress", "state": state, "progress": told})


async def test_a_long_call_tells_its_seconds() -> None:
    heard = Heard()

    async def call(_: Request) -> Answer:
        await heard.any.wait()
        return RESULT

    assert await answer_of(call, WORK, 25.0, heard.tell) == RESULT
    assert heard[0][0] > 0
    assert heard[0][1:] == (25.0, "pdf.compress is running")


async def test_a_caller_that_goes_away_ends_the_call() -> None:
    heard, ended = Heard(), asyncio.Event()

    async def call(_: Request) -> Answer:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError

    task = asyncio.create_task(answer_of(call, WORK, 25.0, heard.tell))
    await heard.any.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(ended.wait(), 10)


async def test_the_progress_of_a_job_is_told_and_its_result_returned() -> None:
    heard = Heard()
    platform = Platform([ACCEPTED, job("queued"), job("running", done=3, total=4), job("succeeded"), RESULT])
    assert await answer_of_job(platform.call, WORK, heard.tell) == RESULT
    assert platform.asked[0].as_job
    assert [one.path for one in platform.asked[1:]] == ["/api/v1/jobs/7"] * 3 + ["/api/v1/jobs/7/result"]
    assert heard == [
        (0.0, 100.0, "pdf.compress is a job: 7"),
        (0.01, 100.0, "pdf.compress is queued"),
        (75.0, 100.0, "3 of 4"),
        (100.0, 100.0, "pdf.compress has succeeded"),
    ]


async def test_a_refused_job_is_the_answer() -> None:
    refused = Answer(422, {"error": {"code": "VALIDATION_ERROR"}})
    assert await answer_of_job(Platform([refused]).call, WORK, Heard().tell) == refused


async def test_a_caller_that_goes_away_cancels_the_job() -> None:
    heard, asked = Heard(), list[Request]()

    async def call(request: Request) -> Answer:
        asked.append(request)
        return ACCEPTED if request.as_job else job("running")

    task = asyncio.create_task(answer_of_job(call, WORK, heard.tell))
    await heard.any.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (asked[-1].method, asked[-1].path) == ("POST", "/api/v1/jobs/7/cancel")
