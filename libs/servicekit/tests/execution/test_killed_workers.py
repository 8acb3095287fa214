"""Workers that somebody else kills, as the kernel does when memory runs out: no call fails that can run."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from servicekit.execution.transport.calls import WorkerCrashed
from servicekit.execution.worker_pool import WorkerPool

Call = Callable[..., Awaitable[Any]]
Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


def _kill_all(pool: WorkerPool) -> None:
    for pid in pool.pids:
        os.kill(pid, signal.SIGKILL)


async def test_a_call_right_after_all_idle_workers_were_killed_is_answered(
    call: Call, pool: WorkerPool
) -> None:
    await asyncio.gather(call("hostile:sleep", 0.2), call("hostile:sleep", 0.2))
    _kill_all(pool)  # the pool hears of it only after the calls below were given to the dead
    results = await asyncio.gather(*(call("plain:add") for _ in range(4)))
    assert [result.total for result in results] == [3, 3, 3, 3]


async def test_a_worker_killed_while_it_starts_is_started_again(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    task = asyncio.ensure_future(call("plain:add"))
    await eventually(lambda: bool(pool.pids))
    _kill_all(pool)
    assert (await task).total == 3


async def test_a_call_that_had_started_fails_and_is_not_run_again(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    reports: list[float] = []
    task = asyncio.ensure_future(
        call("plain:report_and_wait", context=True, on_progress=lambda done, *_: reports.append(done))
    )
    await eventually(lambda: bool(reports))
    _kill_all(pool)
    with pytest.raises(WorkerCrashed):
        await task
    assert len(reports) == 1
    assert (await call("plain:add")).total == 3
