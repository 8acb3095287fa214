"""The pool: order, bounds, recycling, idleness and the end."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import uvloop

from servicekit.errors import Busy, InsufficientStorage, Unavailable
from servicekit.execution.process.process_family import descendants
from servicekit.execution.shares import ConsumerShareTaken
from servicekit.execution.transport.calls import WorkerCrashed
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process

Call = Callable[..., Awaitable[Any]]
CallIn = Callable[[WorkerPool, Path], Call]
Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


async def cancel(calls: "list[asyncio.Future[Any]]") -> None:
    for one in calls:
        one.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def test_no_process_lives_before_the_first_call(call: Call, pool: WorkerPool) -> None:
    assert pool.pids == []
    await call("plain:add")
    await call("plain:add")
    assert len(pool.pids) == 1


async def test_calls_run_side_by_side_up_to_the_size(call: Call) -> None:
    workers = await asyncio.gather(*(call("hostile:sleep", 0.5) for _ in range(4)))
    assert len({worker.total for worker in workers}) == 1


async def test_a_full_pool_refuses_at_once_and_recovers(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    taken = [asyncio.ensure_future(call("hostile:sleep", 20)) for _ in range(6)]
    await eventually(lambda: pool.busy == 2)
    assert (pool.waiting, pool.capacity) == (4, 6)
    with pytest.raises(Busy) as caught:
        await call("plain:add")
    assert caught.value.headers == {"retry-after": "1"}
    await cancel(taken)
    assert (await call("plain:add")).total == 3
    assert (pool.busy, pool.waiting) == (0, 0)


async def test_callers_are_served_in_their_order(tmp_path: Path, call_in: CallIn) -> None:
    pool = WorkerPool(1, 10)
    call = call_in(pool, tmp_path)
    order: list[int] = []

    async def one(number: int) -> None:
        await call("plain:add")
        order.append(number)

    await asyncio.gather(*(one(number) for number in range(10)))
    assert order == list(range(10))
    await pool.close(0)


async def test_a_deadline_that_passes_in_the_queue_is_busy(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    taken = [asyncio.ensure_future(call("hostile:sleep", 20)) for _ in range(2)]
    await eventually(lambda: pool.busy == 2)
    with pytest.raises(Busy):
        await call("plain:add", seconds=0.5)
    assert pool.waiting == 0
    await cancel(taken)


async def test_a_caller_who_leaves_the_queue_leaves_nothing(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    taken = [asyncio.ensure_future(call("hostile:sleep", 20)) for _ in range(2)]
    await eventually(lambda: pool.busy == 2)
    left = asyncio.ensure_future(call("plain:add"))
    await eventually(lambda: pool.waiting == 1)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    assert pool.waiting == 0
    await cancel(taken)
    assert (await call("plain:add")).total == 3


async def test_a_consumer_leaves_a_place_to_others(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    greedy = [asyncio.ensure_future(call("hostile:sleep", 20, consumer="greedy")) for _ in range(3)]
    await eventually(lambda: pool.busy == 1)
    with pytest.raises(ConsumerShareTaken) as caught:
        await call("plain:add", consumer="greedy")
    assert caught.value.headers == {"retry-after": "1"}
    assert (await call("plain:add", consumer="modest")).total == 3
    assert (pool.busy, pool.waiting) == (1, 2)
    await cancel(greedy)
    assert (await call("plain:add", consumer="greedy")).total == 3


async def test_a_full_disk_is_no_crash(call: Call) -> None:
    with pytest.raises(InsufficientStorage) as caught:
        await call("full:write")
    assert caught.value.status == 507
    assert "secret" not in caught.value.text


@pytest.mark.parametrize("writer", range(5), ids=["csv", "parquet", "png", "database", "translated"])
async def test_a_full_disk_is_seen_behind_the_errors_of_libraries(call: Call, writer: int) -> None:
    with pytest.raises(InsufficientStorage):
        await call("full:write_by_library", writer)


async def test_a_worker_is_recycled_after_its_last_call(call: Call) -> None:
    workers = [(await call("plain:add", limits=Process(recycle_after=3))).worker for _ in range(9)]
    assert [workers.count(worker) for worker in dict.fromkeys(workers)] == [3, 3, 3]


async def test_a_call_that_wants_a_fresh_worker_gets_one(call: Call) -> None:
    fresh = Process(recycle_after=1)
    used = [(await call("plain:add")).worker for _ in range(2)]
    alone = [(await call("plain:add", limits=fresh)).worker for _ in range(3)]
    assert len({*used, *alone}) == 4
    assert (await call("plain:add")).worker not in alone


async def test_the_replacement_is_ready_before_it_is_needed(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    for _ in range(2):
        await call("plain:add", limits=Process(recycle_after=2))
    await eventually(lambda: len(pool._idle) == len(pool.pids) == 1)
    assert (await call("plain:add")).worker == pool.pids[0]


async def test_idle_workers_are_closed(tmp_path: Path, call_in: CallIn, eventually: Eventually) -> None:
    pool = WorkerPool(2, 0, idle_close_seconds=0.2)
    call = call_in(pool, tmp_path)
    await asyncio.gather(call("hostile:sleep", 0.3), call("hostile:sleep", 0.3))
    assert pool.pids != []
    await eventually(lambda: pool.pids == [])
    assert (await call("plain:add")).total == 3
    await pool.close(0)


async def test_a_worker_that_cannot_start_is_told_to_every_caller(
    tmp_path: Path, call_in: CallIn, caplog: pytest.LogCaptureFixture
) -> None:
    pool = WorkerPool(1, 5, ["workloads.missing"])
    call = call_in(pool, tmp_path)
    outcomes = await asyncio.gather(*(call("plain:add") for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [WorkerCrashed] * 3
    assert "did not start" in caplog.text
    await pool.close(0)


async def test_close_lets_running_calls_end(call: Call, pool: WorkerPool, eventually: Eventually) -> None:
    task = asyncio.ensure_future(call("hostile:sleep", 0.4))
    await eventually(lambda: pool.busy == 1)
    await pool.close(10)
    assert (await task).total == 0
    with pytest.raises(Unavailable):
        await call("plain:add")


async def test_close_ends_what_outlives_the_grace(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    taken = [asyncio.ensure_future(call("hostile:hang")) for _ in range(3)]
    await eventually(lambda: pool.busy == 2)
    await pool.close(0.1)
    assert pool.pids == []
    outcomes = await asyncio.gather(*taken, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * 3


async def test_close_while_a_worker_starts_leaves_nothing(call: Call, pool: WorkerPool) -> None:
    task = asyncio.ensure_future(call("plain:add"))
    await asyncio.sleep(0.01)
    await pool.close(0)
    with pytest.raises(Unavailable):
        await task
    assert pool.pids == []


async def test_many_calls_and_deaths_leak_no_file_and_no_zombie(tmp_path: Path, call_in: CallIn) -> None:
    before, children = _open_files(), descendants(os.getpid())
    pool = WorkerPool(2, 200)
    call = call_in(pool, tmp_path)
    await asyncio.gather(*(call("plain:add", limits=Process(recycle_after=50)) for _ in range(200)))
    for target in ("hostile:quit_at_once", "hostile:segfault"):
        with pytest.raises(WorkerCrashed):
            await call(target)
    await pool.close(0)
    assert _open_files() == before
    assert not [child for child in descendants(os.getpid()) if child not in children]


def _open_files() -> list[str]:
    return sorted(path.name for path in Path("/proc/self/fd").iterdir())


def test_the_pool_works_on_uvloop(tmp_path: Path, call_in: CallIn) -> None:
    async def main() -> list[Any]:
        pool = WorkerPool(2, 20)
        call = call_in(pool, tmp_path)
        await asyncio.gather(*(call("plain:add") for _ in range(10)))
        outcomes = await asyncio.gather(
            call("hostile:hang", seconds=0.3), call("hostile:segfault"), call("plain:large_model", 5e6),
            return_exceptions=True,
        )  # fmt: skip
        await pool.close(0)
        assert pool.pids == []
        return [type(outcome).__name__ for outcome in outcomes]

    assert uvloop.run(main()) == ["TimedOut", "WorkerCrashed", "Digest"]
