"""A long task as a stream: how far it is, as often as that changes, then what came of it."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any, TypeVar

from pydantic import BaseModel, Field

T = TypeVar("T")
Tell = Callable[[float, float, str], None]


class Step(BaseModel):
    done: float = Field(description="Work that is done, in the unit of `total`.")
    total: float = Field(description="All the work.")
    stage: str = Field(description="What `done` and `total` count.")


async def follow(work: Callable[[Tell], Coroutine[Any, Any, T]]) -> AsyncGenerator[Step | T]:
    """Yield each step that *work* tells, then its result. Closing it ends the work; its failure is raised."""
    steps: asyncio.Queue[Step | None] = asyncio.Queue()

    def tell(done: float, total: float, stage: str) -> None:
        steps.put_nowait(Step(done=done, total=total, stage=stage))

    task = asyncio.create_task(work(tell))
    task.add_done_callback(lambda _: steps.put_nowait(None))
    try:
        while (step := await steps.get()) is not None:
            yield step
        yield await task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
