"""Run many requests of a file side by side, and write their answers in the order of the requests."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from flowforge_llm.core.errors import ModelBusy

Line = bytes
Answer = dict[str, Any]
Run = Callable[[int, Line], Awaitable[Answer]]
MAX_LINE_BYTES = 4 << 20
_AHEAD = 4  # requests that may be done before the one whose turn it is to be written, for each that runs
_FULL_PAUSE_SECONDS = 0.5


@dataclass(slots=True)
class Counts:
    """How a batch went."""

    requests: int = 0
    succeeded: int = 0
    failed: int = 0


def lines_of(stream: BinaryIO, max_bytes: int) -> Iterator[Line]:
    """Yield the lines that hold something. One that is too long comes cut, so that it is no JSON."""
    while line := stream.readline(max_bytes + 1):
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(max_bytes)) and not rest.endswith(b"\n"):
                pass
        if line.strip():
            yield line


async def run_batch(
    lines: Iterator[Line], run: Run, target: Path, *, concurrency: int, progress: Callable[[int], None]
) -> Counts:
    """Write the answer of every line to *target*, one JSON document a line; *run* never raises."""
    counts = Counts()
    with target.open("wb") as output:
        async for answer in _in_order(lines, run, concurrency):
            counts.requests += 1
            if answer["error"] is None:
                counts.succeeded += 1
            else:
                counts.failed += 1
            await asyncio.to_thread(output.write, orjson.dumps(answer) + b"\n")
            progress(counts.requests)
    return counts


async def _in_order(lines: Iterator[Line], run: Run, concurrency: int) -> AsyncIterator[Answer]:
    slots = asyncio.Semaphore(concurrency)
    waiting: deque[asyncio.Task[Answer]] = deque()

    async def one(number: int, line: Line) -> Answer:
        async with slots:
            return await run(number, line)

    try:
        number = 0
        while True:
            while len(waiting) < concurrency * _AHEAD:
                line = await asyncio.to_thread(next, lines, None)
                if line is None:
                    break
                number += 1
                waiting.append(asyncio.create_task(one(number, line)))
            if not waiting:
                return
            yield await waiting[0]
            waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def patiently(call: Callable[[], Awaitable[Any]], until: float) -> Any:
    """Return what *call* returns; while the model is full, wait and call again, until *until* (monotonic)."""
    while True:
        try:
            return await call()
        except ModelBusy:
            if time.monotonic() + _FULL_PAUSE_SECONDS > until:
                raise
            await asyncio.sleep(_FULL_PAUSE_SECONDS)
