"""Climb steps in a process, and tell the progress."""

import os
import time
from typing import Annotated

from pydantic import BaseModel, Field

from servicekit import Cache, Context, InvalidInput, Process, RequestBody, operation


class OutOfBreath(InvalidInput):
    code = "SAMPLE_OUT_OF_BREATH"
    message = "'steps' are too many."


class ClimbRequest(RequestBody):
    steps: Annotated[int, Field(ge=0, le=1_000_000)]
    pause_seconds: float = 0.06
    fail_at: int = -1


class ClimbResult(BaseModel):
    steps: int
    pid: int


@operation(
    "/climb",
    example={"steps": 2},
    errors=[OutOfBreath],
    run=Process(),
    progress=True,
    cache=Cache(),
)
def climb(request: ClimbRequest, context: Context) -> ClimbResult:
    for step in range(request.steps):
        if step == request.fail_at:
            raise OutOfBreath
        time.sleep(request.pause_seconds)
        context.progress(step + 1, request.steps, f"step {step + 1}")
    return ClimbResult(steps=request.steps, pid=os.getpid())
