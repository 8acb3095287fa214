"""Run a plan: stage after stage up, then watch, then down in reverse."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from flowforge_cli.supervision import lock
from flowforge_cli.supervision.board import Board
from flowforge_cli.supervision.keeper import Keeper
from flowforge_cli.supervision.log_files import rotate
from flowforge_cli.supervision.plan import Plan, log_of

START_FAILED = 1
ALREADY_RUNNING = 3
_ROTATION_SECONDS = 5.0


class PartFailed(Exception):
    """A part without which there is no platform did not start."""


async def run(plan: Plan) -> int:
    """Supervise until SIGTERM or SIGINT; return the exit status. A second signal ends everything at once."""
    try:
        descriptor = lock.take(Path(plan.lock))
    except lock.LockHeld:
        return ALREADY_RUNNING
    board = Board.of(plan)
    stopped = _stopped_by_signal()
    keepers = [Keeper(part, board) for part in plan.parts]
    tasks: dict[Keeper, asyncio.Task[None]] = {}
    rotation = asyncio.create_task(_rotate_logs(plan))
    try:
        problem = await _unless_stopped(_start(keepers, tasks), stopped)
        if problem is not None:
            board.show_platform("failed", problem)
            return START_FAILED
        if not stopped.is_set():
            board.show_platform("running")
        await stopped.wait()
        return os.EX_OK
    finally:
        if board.state != "failed":
            board.show_platform("stopping")
        rotation.cancel()
        await _stop(tasks)
        os.close(descriptor)


def _stages(keepers: Sequence[Keeper]) -> list[list[Keeper]]:
    ordered = sorted(keepers, key=lambda keeper: keeper.part.stage)
    return [list(stage) for _, stage in groupby(ordered, key=lambda keeper: keeper.part.stage)]


async def _start(keepers: Sequence[Keeper], tasks: dict[Keeper, asyncio.Task[None]]) -> None:
    for stage in _stages(keepers):
        for keeper in stage:
            tasks[keeper] = asyncio.create_task(keeper.keep())
        await asyncio.gather(*(keeper.settled.wait() for keeper in stage))
        for keeper in stage:
            if keeper.part.essential and not keeper.is_running:
                raise PartFailed(keeper.part.name)


async def _unless_stopped(starting: Coroutine[Any, Any, None], stopped: asyncio.Event) -> str | None:
    """Return the name of the part that failed, if one did; a signal ends the start."""
    start = asyncio.ensure_future(starting)
    signalled = asyncio.create_task(stopped.wait())
    await asyncio.wait({start, signalled}, return_when=asyncio.FIRST_COMPLETED)
    signalled.cancel()
    start.cancel()
    try:
        await start
    except asyncio.CancelledError:
        return None
    except PartFailed as error:
        return str(error)
    return None


async def _stop(tasks: dict[Keeper, asyncio.Task[None]]) -> None:
    for stage in reversed(_stages(list(tasks))):
        for keeper in stage:
            tasks[keeper].cancel()
        await asyncio.gather(*(tasks[keeper] for keeper in stage), return_exceptions=True)


async def _rotate_logs(plan: Plan) -> None:
    while True:
        await asyncio.sleep(_ROTATION_SECONDS)
        for part in plan.parts:
            await asyncio.to_thread(rotate, log_of(part))


def _stopped_by_signal() -> asyncio.Event:
    stopped = asyncio.Event()

    def stop() -> None:
        if stopped.is_set():
            sys.stderr.write("stopped at once: a second signal came\n")
            os._exit(START_FAILED)  # the kernel ends every part with this process
        stopped.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return stopped
