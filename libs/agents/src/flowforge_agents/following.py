"""Wait for an answer, and say meanwhile how far it is."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import anyio

from flowforge_agents.calling import Answer, Call, Request

Tell = Callable[[float, float | None, str | None], Awaitable[None]]  # progress, total, message
_BEAT_SECONDS = 1.0
_MOST_SECONDS = 3300  # the gateway ends a request to agents after an hour
_SMALLEST_STEP = 0.01  # progress must grow with each notification
_MOST_PERCENT = 99.99  # before the end
_ACCEPTED, _OK = 202, 200
_ENDED = ("succeeded", "failed", "cancelled", "dead")


async def answer_of(call: Call, request: Request, deadline: float | None, tell: Tell) -> Answer:
    """Send *request*. While it runs, tell the seconds that have passed, of *deadline*."""
    started = time.monotonic()
    running = asyncio.ensure_future(call(request))
    try:
        while not (await asyncio.wait({running}, timeout=_BEAT_SECONDS))[0]:
            await tell(time.monotonic() - started, deadline, f"{request.operation} is running")
        return running.result()
    finally:
        running.cancel()


async def answer_of_job(call: Call, request: Request, tell: Tell) -> Answer:
    """Run *request* as a job, tell its progress in percent, and return its result.

    A caller that goes away cancels the job. After 55 minutes the job itself is the answer.
    """
    accepted = await call(replace(request, as_job=True))
    if accepted.status != _ACCEPTED:
        return accepted
    job = f"/api/v1/jobs/{accepted.body['id']}"
    try:
        await tell(0.0, 100.0, f"{request.operation} is a job: {accepted.body['id']}")
        last = await _followed(call, job, tell)
    except asyncio.CancelledError:
        with anyio.CancelScope(shield=True):
            await call(Request("jobs.cancel", "POST", f"{job}/cancel", {}, {}))
        raise
    if last.status != _OK or last.body["state"] not in _ENDED:
        return last
    await tell(100.0, 100.0, f"{request.operation} has {last.body['state']}")
    return await call(Request("jobs.result", "GET", f"{job}/result", {}, None))


async def _followed(call: Call, job: str, tell: Tell) -> Answer:
    """Return the job as it stands when it has ended, cannot be read, or takes too long."""
    until, percent = time.monotonic() + _MOST_SECONDS, 0.0
    while True:
        answer = await call(Request("jobs.get", "GET", job, {}, None))
        if answer.status != _OK or answer.body["state"] in _ENDED or time.monotonic() > until:
            return answer
        done, message = _progress(answer.body)
        percent = min(max(percent + _SMALLEST_STEP, done), _MOST_PERCENT)
        await tell(percent, 100.0, message)
        await asyncio.sleep(_BEAT_SECONDS)


def _progress(job: dict[str, Any]) -> tuple[float, str]:
    """Return how many percent of a job are done, and what it does."""
    told = job["progress"]
    if not told or not told["total"]:
        return 0.0, f"{job['operation']} is {job['state']}"
    return 100.0 * told["done"] / told["total"], told["note"] or f"{told['done']:g} of {told['total']:g}"
