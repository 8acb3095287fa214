"""What a call in a killable worker process costs over the work itself: `python -m benchmarks.worker_call`.

Pebble stands beside it where it is installed (`pip install pebble`): the service does not need it.
"""

import asyncio
import importlib.util
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import uvloop

from benchmarks.harness import Report
from benchmarks.worker_workload import AddRequest, Total, add
from servicekit.execution.transport.calls import WorkerCall
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.runs import Process

CALLS = 2_000
LIMITS = Process(recycle_after=1_000_000)
SIZES = (3, 1_000, 50_000)
Call = Callable[[AddRequest], Awaitable[Any]]


Row = tuple[str, int, float, float, float, float]
HEADER = ("pool and loop", "numbers", "the work", "over it", "p99", "parent CPU")


async def _measure(name: str, call: Call, report: Report) -> list[Row]:
    rows: list[Row] = []
    began = time.perf_counter()
    await call(AddRequest(numbers=[1.0]))
    first = time.perf_counter() - began
    for size in SIZES:
        body = AddRequest(numbers=[float(number) for number in range(size)])
        calls = max(20, CALLS // max(1, size // 100))
        own_seconds = _direct(body, calls)
        waits = []
        used = _cpu_seconds()
        for _ in range(calls):
            began = time.perf_counter()
            answer = await call(body)
            waits.append(time.perf_counter() - began)
        used = (_cpu_seconds() - used) / calls
        assert isinstance(answer, Total)  # noqa: S101 - a benchmark of wrong answers is none
        assert len(answer.running) == size  # noqa: S101 - likewise
        over = (median(waits) - own_seconds) * 1e6
        late = quantiles(waits, n=100)[98] * 1e6
        rows.append((name, size, own_seconds * 1e6, over, late, used * 1e6))
    report.note(f"{name}: the first call, with the process's start, took {first * 1e3:.0f} ms.")
    return rows


def _direct(body: AddRequest, calls: int) -> float:
    waits = []
    for _ in range(calls):
        began = time.perf_counter()
        add(body)
        waits.append(time.perf_counter() - began)
    return median(waits)


def _cpu_seconds() -> float:
    """Of this process alone: the worker's own time is not the event loop's."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def _kit(name: str, report: Report) -> list[Row]:
    pool = WorkerPool(1, 1, ["benchmarks.worker_workload"])
    with tempfile.TemporaryDirectory() as folder:

        async def call(body: AddRequest) -> Any:
            request = WorkerCall("benchmarks.worker_workload:add", {"body": body}, Path(folder))
            return await pool.run(request, deadline=time.monotonic() + 60, limits=LIMITS)

        rows = await _measure(name, call, report)
    report.note(f"{name}: an idle worker holds {_private_kilobytes(pool.pids[0]) / 1024:.0f} MiB of its own.")
    await pool.close(1)
    return rows


def _private_kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


async def _pebble(name: str, report: Report) -> list[Row]:
    pebble = importlib.import_module("pebble")
    pool = pebble.ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))

    async def call(body: AddRequest) -> Any:
        return await asyncio.wrap_future(pool.schedule(add, args=[body], timeout=60))

    rows = await _measure(name, call, report)
    pool.stop()
    await asyncio.to_thread(pool.join)
    return rows


def main() -> None:
    report = Report("worker_call", "What a call in a killable process costs", packages=["uvloop", "pydantic"])
    rows = uvloop.run(_kit("kit, uvloop", report))
    small_call = rows[0][3]
    rows += asyncio.run(_kit("kit, asyncio", report))
    if importlib.util.find_spec("pebble") is None:
        report.note("Pebble is not installed: it was measured once, see docs/decisions/0002.")
    else:
        rows += uvloop.run(_pebble("pebble, uvloop", report))
        rows += asyncio.run(_pebble("pebble, asyncio", report))
    report.table("Microseconds a call, medians", HEADER, rows)
    report.target("a small call over the work itself", small_call / 1000, 0.5, unit=" ms")
    report.write()


if __name__ == "__main__":
    main()
