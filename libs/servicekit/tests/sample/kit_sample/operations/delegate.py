"""Run a part of a handler in a worker process, while its thread waits."""

import os
import threading
from datetime import timedelta

from pydantic import BaseModel

from kit_sample.operations.misbehave import MisbehaveRequest, MisbehaveResult, misbehave
from servicekit import Context, operation
from servicekit.testing import worker_context


class DelegateResult(BaseModel):
    pid: int
    worker: int


waiting: set[int] = set()


@operation("/delegate", example={"how": "not"}, deadline=timedelta(seconds=4))
def delegate(request: MisbehaveRequest, context: Context) -> DelegateResult:
    waiting.add(threading.get_ident())
    try:
        return DelegateResult(pid=os.getpid(), worker=context.in_worker(part, how=request.how).pid)
    finally:
        waiting.discard(threading.get_ident())


def part(how: str) -> MisbehaveResult:
    return misbehave(MisbehaveRequest.model_validate({"how": how}), worker_context())
