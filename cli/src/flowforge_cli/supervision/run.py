"""Run a plan: start the stages in order, supervise them, and stop them in reverse."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from flowforge_cli.supervision import lock
from flowforge_cli.supervision.log_files import rotate
from flowforge_cli.supervision.plan import Plan, log_of
from flowforge_cli.supervision.process_runner import ProcessRunner
from flowforge_cli.supervision.status_file import StatusFile

START_FAILED = 1
ALREADY_RUNNING = 3
_ROTATION_SECONDS = 5.0


class PartFailed(Exception):
    """An essential process did not start."""


async def run(plan: Plan) -> int:
    """Supervise until SIGTERM or SIGINT; return the exit status. A second signal ends everything at once."""
    try:
        descriptor = lock.take(Path(plan.lock))
    except lock.LockHeld:
        return ALREADY_RUNNING
    status_file = StatusFile.of(plan)
    stopped = _stopped_by_signal()
    runners = [ProcessRunner(part, status_file) for part in plan.parts]
    tasks: dict[ProcessRunner, asyncio.Task[None]] = {}
    rotation = asyncio.create_task(_rotate_logs(plan))
    try:
        problem = await _unless_stopped(_start(runners, tasks), stopped)
        if problem is not None:
            status_file.update_platform("failed", problem)
            return START_FAILED
        if not stopped.is_set():
            status_file.update_platform("running")
        await stopped.wait()
        return os.EX_OK
    finally:
        if status_file.state != "failed":
            status_file.update_platform("stopping")
        rotation.cancel()
        await _stop(tasks)
        os.close(descriptor)


def _stages(runners: Sequence[ProcessRunner]) -> list[list[ProcessRunner]]:
    ordered = sorted(runners, key=lambda runner: runner.part.stage)
    return [list(stage) for _, stage in groupby(ordered, key=lambda runner: runner.part.stage)]


async def _start(runners: Sequence[ProcessRunner], tasks: dict[ProcessRunner, asyncio.Task[None]]) -> None:
    for stage in _stages(runners):
        for runner in stage:
            tasks[runner] = asyncio.create_task(runner.run())
        await asyncio.gather(*(runner.settled.wait() for runner in stage))
        for runner in stage:
            if runner.part.essential and not runner.is_running:
                raise PartFailed(runner.part.name)


async def _unless_stopped(starting: Coroutine[Any, Any, None], stopped: asyncio.Event) -> str | None:
    """Return the name of the process that failed to start, if any. A signal aborts the start."""
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


async def _stop(tasks: dict[ProcessRunner, asyncio.Task[None]]) -> None:
    for stage in reversed(_stages(list(tasks))):
        for runner in stage:
            tasks[runner].cancel()
        await asyncio.gather(*(tasks[runner] for runner in stage), return_exceptions=True)


async def _rotate_logs(plan: Plan) -> None:
    while True:
        await asyncio.sleep(_ROTATION_SECONDS)
        for part in plan.parts:
            await asyncio.to_thread(rotate, log_of(part))


def _stopped_by_signal() -> asyncio.Event:
    stopped = asyncio.Event()

    def stop() -> None:
        if stopped.is_set():
            sys.stderr.write("stopped immediately by a second signal\n")
            os._exit(START_FAILED)  # the kernel ends every part with this process
        stopped.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return stopped
