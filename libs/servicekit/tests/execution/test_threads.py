import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar

import pytest

from servicekit.errors import Busy, Cancelled, Unavailable
from servicekit.execution.shares import ConsumerShareTaken
from servicekit.execution.thread_pool import ThreadPool

Eventually = Callable[[Callable[[], bool]], Awaitable[None]]
language: ContextVar[str] = ContextVar("language", default="none")


@pytest.fixture
async def pool() -> AsyncIterator[ThreadPool]:
    pool = ThreadPool(2, 1)
    yield pool
    await pool.close(5)


async def test_returns_the_result_from_another_thread(pool: ThreadPool) -> None:
    assert await pool.run(threading.get_ident) != threading.get_ident()


async def test_raises_what_the_call_raised(pool: ThreadPool) -> None:
    with pytest.raises(ZeroDivisionError):
        await pool.run(lambda: 1 // 0)


async def test_an_exhausted_iterator_does_not_hang_the_caller(pool: ThreadPool) -> None:
    with pytest.raises(RuntimeError) as caught:
        await pool.run(lambda: next(iter(())))
    assert isinstance(caught.value.__cause__, StopIteration)


async def test_context_variables_are_copied(pool: ThreadPool) -> None:
    language.set("welsh")
    assert await pool.run(language.get) == "welsh"
    await pool.run(lambda: language.set("manx"))
    assert language.get() == "welsh"


async def test_a_full_pool_refuses_at_once_and_recovers(pool: ThreadPool, eventually: Eventually) -> None:
    release = threading.Event()
    taken = [asyncio.create_task(pool.run(release.wait)) for _ in range(3)]
    await eventually(lambda: pool.busy == 2)
    assert (pool.busy, pool.waiting, pool.capacity) == (2, 1, 3)
    with pytest.raises(Busy) as caught:
        await pool.run(time.monotonic)
    assert caught.value.headers == {"retry-after": "1"}
    release.set()
    assert await asyncio.gather(*taken) == [True, True, True]
    assert (pool.busy, pool.waiting) == (0, 0)
    assert await pool.run(lambda: 7) == 7


async def test_a_consumer_leaves_a_place_to_others(eventually: Eventually) -> None:
    pool = ThreadPool(4, 4)
    release = threading.Event()
    greedy = [asyncio.create_task(pool.run(release.wait, consumer="greedy")) for _ in range(5)]
    await eventually(lambda: pool.busy == 3)
    with pytest.raises(ConsumerShareTaken) as caught:
        await pool.run(time.monotonic, consumer="greedy")
    assert caught.value.headers == {"retry-after": "1"}
    assert [await pool.run(lambda: 7, consumer="modest") for _ in range(10)] == [7] * 10
    assert (pool.busy, pool.waiting) == (3, 2)
    release.set()
    assert await asyncio.gather(*greedy) == [True] * 5
    await pool.close(5)


async def test_abandoned_calls_count_for_their_consumer(eventually: Eventually) -> None:
    pool = ThreadPool(2, 2)
    release = threading.Event()
    left = asyncio.create_task(pool.run(release.wait, consumer="greedy"))
    await eventually(lambda: pool.busy == 1)
    left.cancel()
    waits = asyncio.create_task(pool.run(lambda: 1, consumer="greedy"))
    assert await pool.run(lambda: 2, consumer="modest") == 2
    assert (pool.busy, waits.done()) == (1, False)
    release.set()
    assert await waits == 1
    await pool.close(5)


async def test_who_holds_the_fewest_places_is_next(eventually: Eventually) -> None:
    pool = ThreadPool(3, 20)
    release, release_one = threading.Event(), threading.Event()
    order: list[str] = []
    blocks = (("ann", release_one), ("ann", release), ("bob", release))
    running = [asyncio.create_task(pool.run(event.wait, consumer=one)) for one, event in blocks]
    await eventually(lambda: pool.busy == 3)

    def note(consumer: str) -> "asyncio.Task[None]":
        return asyncio.create_task(pool.run(lambda: order.append(consumer), consumer=consumer))

    waiting = [note(consumer) for consumer in ("ann", "ann", "bob", "cleo")]
    await eventually(lambda: pool.waiting == 4)
    release_one.set()
    await asyncio.gather(*waiting)
    assert order == ["cleo", "ann", "ann", "bob"]
    release.set()
    await asyncio.gather(*running)
    await pool.close(5)


async def test_a_deadline_that_passes_in_the_queue_is_busy(eventually: Eventually) -> None:
    pool = ThreadPool(1, 5)
    release = threading.Event()
    first = asyncio.create_task(pool.run(release.wait))
    await eventually(lambda: pool.busy == 1)
    with pytest.raises(Busy):
        await pool.run(time.monotonic, deadline=time.monotonic() + 0.3)
    assert pool.waiting == 0
    release.set()
    await first
    await pool.close(5)


async def test_calls_wait_in_their_order() -> None:
    pool = ThreadPool(1, 10)
    order: list[int] = []
    await asyncio.gather(*(pool.run(lambda number=number: order.append(number)) for number in range(10)))
    assert order == list(range(10))
    await pool.close(1)


async def test_an_abandoned_call_keeps_its_slot_and_its_failure_is_logged(
    pool: ThreadPool, caplog: pytest.LogCaptureFixture
) -> None:
    release = threading.Event()

    def fail_late() -> None:
        release.wait()
        raise ZeroDivisionError("too late")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pool.run(fail_late), 0.05)
    assert pool.busy == 1
    with caplog.at_level(logging.ERROR):
        release.set()
        assert await pool.close(5)
    assert "too late" in caplog.text


async def test_a_call_that_notices_its_caller_has_left_is_not_logged(
    pool: ThreadPool, caplog: pytest.LogCaptureFixture
) -> None:
    release = threading.Event()

    def notice() -> None:
        release.wait()
        raise Cancelled

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pool.run(notice), 0.05)
    release.set()
    assert await pool.close(5)
    assert caplog.text == ""


async def test_a_call_given_up_in_the_queue_never_runs_and_frees_its_place(pool: ThreadPool) -> None:
    release = threading.Event()
    taken = [asyncio.create_task(pool.run(release.wait)) for _ in range(2)]
    await asyncio.sleep(0.05)
    ran: list[bool] = []
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pool.run(lambda: ran.append(True)), 0.05)
    assert pool.waiting == 0
    release.set()
    await asyncio.gather(*taken)
    assert await pool.run(lambda: 7) == 7
    assert ran == []


async def test_close_waits_for_running_calls(pool: ThreadPool) -> None:
    def slowly() -> int:
        time.sleep(0.1)
        return 7

    task = asyncio.create_task(pool.run(slowly))
    await asyncio.sleep(0.01)
    assert await pool.close(5)
    assert await task == 7
    with pytest.raises(Unavailable):
        await pool.run(time.monotonic)


async def test_close_gives_up_on_a_call_that_hangs(caplog: pytest.LogCaptureFixture) -> None:
    pool = ThreadPool(1, 0)
    release = threading.Event()
    task = asyncio.create_task(pool.run(release.wait))
    await asyncio.sleep(0.01)
    assert not await pool.close(0.05)
    assert "1 calls on threads were still running at shutdown" in caplog.text
    release.set()
    await task
    await asyncio.to_thread(_join_all, pool)


def _join_all(pool: ThreadPool) -> None:
    for thread in pool._threads:
        thread.join(5)
        assert not thread.is_alive()
