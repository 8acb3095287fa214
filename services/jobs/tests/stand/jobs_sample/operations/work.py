"""Leave a line in a file, wait, and answer as told."""

import os
import time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from servicekit import Busy, Context, InvalidInput, Process, RequestBody, Threads, UpstreamFailed, operation


class WorkRefused(InvalidInput):
    code = "SAMPLE_REFUSED"
    message = "The work was refused, as it was told to."


class WorkRequest(RequestBody):
    trace: str
    seconds: float = 0
    steps: int = 1
    failures: int = 0
    checks: bool = True
    fails_by: Literal["upstream", "busy", "refusal", "crash"] = "upstream"


class WorkResult(BaseModel):
    calls: int


@operation(
    "/work",
    operation_id="sample.work",
    example={"trace": "/dev/null"},
    errors=[WorkRefused, UpstreamFailed],
    run=Threads(),
)
def work(request: WorkRequest, context: Context) -> WorkResult:
    calls = _leave(request.trace, "began")
    for step in range(request.steps):
        until = time.monotonic() + request.seconds / request.steps
        context.progress(step, request.steps, f"step {step}")
        while time.monotonic() < until:
            if request.checks:
                context.check()
            time.sleep(0.01)
    if calls <= request.failures:
        raise {"upstream": UpstreamFailed, "busy": Busy, "refusal": WorkRefused}[request.fails_by]
    _leave(request.trace, "ended")
    return WorkResult(calls=calls)


def _leave(trace: str, word: str) -> int:
    with Path(trace).open("a", encoding="ascii") as file:
        file.write(f"{word}\n")
    return Path(trace).read_text(encoding="ascii").count("began\n")


class CrashRequest(RequestBody):
    crash: bool = True


@operation("/crash", operation_id="sample.crash", example={"crash": False}, run=Process())
def crash(request: CrashRequest) -> WorkResult:
    if request.crash:
        os._exit(3)
    return WorkResult(calls=1)
