"""Wait for some time, on a thread or on the event loop."""

import time
from datetime import timedelta

from pydantic import BaseModel

from servicekit import Context, RequestBody, operation


class WaitRequest(RequestBody):
    seconds: float


class WaitResult(BaseModel):
    consumer: str
    tier: str


cancelled: list[str] = []


@operation("/wait", example={"seconds": 0}, deadline=timedelta(seconds=2))
def wait_a_while(request: WaitRequest, context: Context) -> WaitResult:
    until = time.monotonic() + request.seconds
    try:
        while time.monotonic() < until:
            time.sleep(0.01)
            context.check()
    except BaseException as error:
        cancelled.append(type(error).__name__)
        raise
    return WaitResult(consumer=context.consumer.id, tier=context.consumer.tier)
