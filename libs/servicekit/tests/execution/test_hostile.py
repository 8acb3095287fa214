"""Handlers that hang, eat memory, crash and escape: each call ends with its error, and the pool works on."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from servicekit.errors import OperationError, ResourceLimit, TimedOut
from servicekit.execution.process.process_family import descendants
from servicekit.execution.transport.calls import WorkerCrashed
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process

Call = Callable[..., Awaitable[Any]]
Eventually = Callable[[Callable[[], bool]], Awaitable[None]]
SMALL = Process(max_memory_bytes=128 << 20)


async def _works_on(call: Call) -> None:
    assert (await call("plain:add")).total == 3


@pytest.mark.parametrize("target", ["hostile:hang", "hostile:ignore_signals"])
async def test_a_handler_that_hangs_is_killed_at_the_deadline(call: Call, target: str) -> None:
    await _works_on(call)
    with pytest.raises(TimedOut, match=r"longer than 0\.3 seconds"):
        await call(target, seconds=0.3)
    await _works_on(call)


@pytest.mark.parametrize(
    ("target", "left"),
    [
        ("hostile:list_bomb", 0),
        ("hostile:bytes_bomb", 1 << 30),
        ("hostile:bytes_bomb", 1 << 50),
        ("hostile:unlimited_bomb", 0),
        ("hostile:child_bomb", 0),
        ("hostile:abort_like_rust", 0),
        ("hostile:abort_like_jq", 0),
    ],
)
async def test_a_memory_bomb_is_a_resource_limit(call: Call, target: str, left: float) -> None:
    with pytest.raises(ResourceLimit, match="more than 128 MiB of memory"):
        await call(target, left, limits=SMALL)
    await _works_on(call)


async def test_memory_below_the_limit_is_granted(call: Call) -> None:
    assert (await call("hostile:bytes_bomb", 100 << 20, limits=SMALL)).total == 100 << 20


async def test_reserved_memory_is_no_memory_taken(call: Call) -> None:
    room = replace(SMALL, reserved_bytes=1 << 30)
    assert (await call("hostile:reserve", 1 << 30, limits=room)).total == 1 << 30
    with pytest.raises(ResourceLimit):
        await call("hostile:reserve", 1 << 30, limits=SMALL)
    with pytest.raises(ResourceLimit):
        await call("hostile:list_bomb", limits=room)
    await _works_on(call)


async def test_a_swallowed_memory_error_ends_at_the_limit_or_the_deadline(call: Call) -> None:
    await _works_on(call)  # the deadline is for the call, not for the start of its worker
    with pytest.raises((ResourceLimit, TimedOut)):
        await call("hostile:swallowing_bomb", seconds=2, limits=SMALL)
    await _works_on(call)


@pytest.mark.parametrize("target", ["hostile:segfault", "hostile:quit_at_once", "hostile:hang_up"])
async def test_a_crash_is_told_and_the_pool_recovers(call: Call, target: str) -> None:
    with pytest.raises(WorkerCrashed) as caught:
        await call(target)
    assert (caught.value.status, caught.value.code) == (500, "WORKER_CRASHED")
    await _works_on(call)


async def test_a_crash_is_logged_with_its_signal_and_stack(
    call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    with pytest.raises(WorkerCrashed):
        await call("hostile:segfault")
    assert "SIGSEGV" in caplog.text
    assert "string_at" in caplog.text


async def test_a_worker_killed_from_outside_is_replaced(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    reports: list[float] = []
    task = asyncio.ensure_future(
        call("plain:report_and_wait", context=True, on_progress=lambda done, *_: reports.append(done))
    )
    await eventually(lambda: bool(reports))
    os.kill(pool.pids[0], signal.SIGKILL)
    with pytest.raises(WorkerCrashed):
        await task
    await _works_on(call)
    await eventually(lambda: len(pool.pids) == 1)
    os.kill(pool.pids[0], signal.SIGKILL)  # and one that is idle
    await eventually(lambda: pool.pids == [])
    await _works_on(call)


async def test_a_cancelled_call_kills_its_worker(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    task = asyncio.ensure_future(call("hostile:hang"))
    await eventually(lambda: pool.busy == 1)
    (pid,) = pool.pids
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await eventually(lambda: pid not in pool.pids)
    await _works_on(call)
    assert (pool.busy, pool.waiting) == (0, 0)


@pytest.mark.parametrize("seconds", [0.0, 60.0])
async def test_processes_left_behind_die_with_their_worker(
    call: Call, tmp_path: Path, is_alive: Callable[[int], bool], eventually: Eventually, seconds: float
) -> None:
    """After a call that ended well, and after one that was killed."""
    await _works_on(call)
    if seconds:
        with pytest.raises(TimedOut):
            await call("hostile:leave_children", seconds, context=True, seconds=1)
    else:
        await call("hostile:leave_children", seconds, context=True)
    pids = [int((tmp_path / "workspace" / name).read_text()) for name in ("child", "escaped")]
    await eventually(lambda: not any(is_alive(pid) for pid in pids))
    await _works_on(call)


async def test_processes_left_behind_die_when_their_worker_crashes(
    call: Call, tmp_path: Path, is_alive: Callable[[int], bool], eventually: Eventually
) -> None:
    with pytest.raises(WorkerCrashed):
        await call("hostile:leave_child_and_quit", context=True)
    pid = int((tmp_path / "workspace" / "child").read_text())
    await eventually(lambda: not is_alive(pid))


async def test_a_fork_bomb_dies_at_the_deadline(
    call: Call, pool: WorkerPool, is_alive: Callable[[int], bool], eventually: Eventually
) -> None:
    task = asyncio.ensure_future(
        call("hostile:fork_bomb", seconds=3, limits=Process(max_memory_bytes=16 << 30))
    )
    await eventually(lambda: bool(pool.pids) and len(descendants(pool.pids[0])) == 60)
    members = descendants(pool.pids[0])
    with pytest.raises(TimedOut):
        await task
    await eventually(lambda: not any(is_alive(pid) for pid in members))


@pytest.mark.parametrize(
    "target",
    [
        "hostile:escape_by_path",
        "hostile:escape_by_link",
        "hostile:escape_by_dots",
        "hostile:answer_with_folder",
        "hostile:answer_with_pipe",
        "hostile:lie_with_noise",
        "hostile:lie_without_json",
        "hostile:lie_with_list",
        "hostile:lie_with_kind",
        "hostile:lie_with_model",
        "hostile:lie_with_file",
        "hostile:lie_with_media_type",
        "hostile:lie_with_progress",
        "hostile:lie_with_size",
        "hostile:lie_with_window",
        "hostile:lie_with_negative_size",
    ],
)
async def test_a_lying_worker_is_killed(
    call: Call,
    tmp_path: Path,
    target: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "outside.txt").write_text("outside", encoding="ascii")
    first = (await call("plain:add")).worker
    with pytest.raises(WorkerCrashed):
        await call(target, seconds=10)
    assert "was killed for its answer" in caplog.text
    second = await call("plain:add")
    assert second.total == 3
    assert second.worker != first


async def test_an_answer_too_many_kills_the_worker(
    call: Call, pool: WorkerPool, eventually: Eventually
) -> None:
    first = (await call("plain:add")).worker
    try:
        await call("hostile:lie_twice")
    except OperationError as error:
        assert isinstance(error, WorkerCrashed)  # noqa: PT017 - both ends are right, by when the second arrives
    await eventually(lambda: first not in pool.pids)
    await _works_on(call)
