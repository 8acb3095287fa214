import asyncio
from contextlib import aclosing

import pytest

from flowforge_llm.core.tasks.prompting.progress_stream import Step, Tell, follow


async def count(tell: Tell) -> str:
    for number in (1, 2):
        tell(number, 2, "pieces")
        await asyncio.sleep(0)
    return "done"


async def test_steps_come_in_order_and_the_result_last() -> None:
    told = [one async for one in follow(count)]
    assert told == [*(Step(done=number, total=2, stage="pieces") for number in (1, 2)), "done"]


async def test_a_failure_is_raised_after_the_steps_before_it() -> None:
    async def fail(tell: Tell) -> str:
        tell(1, 2, "pieces")
        raise ValueError("it broke")

    following = follow(fail)
    assert await anext(following) == Step(done=1, total=2, stage="pieces")
    with pytest.raises(ValueError, match="it broke"):
        await anext(following)


async def test_who_leaves_ends_the_work() -> None:
    ended = asyncio.Event()

    async def wait(tell: Tell) -> str:
        tell(1, 2, "pieces")
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return "never"

    async with aclosing(follow(wait)) as following:
        await anext(following)
    assert ended.is_set()
