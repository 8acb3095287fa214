"""Count in events."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from servicekit import Event, EventStream, InvalidInput, RequestBody, operation


class Uncountable(InvalidInput):
    code = "SAMPLE_UNCOUNTABLE"
    message = "'to' cannot be reached."


class CountRequest(RequestBody):
    to: Annotated[int, Field(ge=0, le=1_000_000)]
    pause_seconds: float = 0.0
    way: Literal["thread", "loop"] = "loop"
    fail_at: int = -1


class Tick(BaseModel):
    number: int


ended: list[int] = []


@operation("/count", example={"to": 3}, errors=[Uncountable])
def count_up(request: CountRequest) -> EventStream[Tick]:
    return EventStream(_on_thread(request) if request.way == "thread" else _on_loop(request))


def _on_thread(request: CountRequest) -> Iterator[Event[Tick]]:
    try:
        for number in range(request.to):
            if number == request.fail_at:
                raise Uncountable
            time.sleep(request.pause_seconds)
            yield Event(Tick(number=number), "tick")
    finally:
        ended.append(request.to)


async def _on_loop(request: CountRequest) -> AsyncIterator[Event[Tick]]:
    try:
        for number in range(request.to):
            if number == request.fail_at:
                raise Uncountable
            await asyncio.sleep(request.pause_seconds)
            yield Event(Tick(number=number), "tick")
    finally:
        ended.append(request.to)
