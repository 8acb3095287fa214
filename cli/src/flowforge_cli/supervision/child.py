"""A child process that cannot outlive the supervisor, and whose own children cannot outlive it."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from flowforge_cli.supervision.lifetime import die_with
from flowforge_cli.supervision.log_files import last_lines, open_log, size_of
from flowforge_cli.supervision.plan import Part, log_of


@dataclass
class Child:
    """A started process. *log_start* is the offset of its output in the log."""

    part: Part
    process: Process
    log_start: int
    started: float

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def uptime_seconds(self) -> float:
        return time.monotonic() - self.started

    async def ended(self) -> str:
        """Wait for the exit and describe it, in words that follow the process's name."""
        status = await self.process.wait()
        self._kill_group()
        if status < 0:
            return f"was killed by {signal.Signals(-status).name}"
        return f"ended with status {status}"

    async def stop(self) -> None:
        """Terminate it, and kill it after its stop timeout."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        try:
            async with asyncio.timeout(self.part.stop_seconds):
                await self.process.wait()
        except TimeoutError:
            self._kill_group()
            await self.process.wait()
        finally:
            self._kill_group()

    def tail(self) -> tuple[str, ...]:
        """Return the last log lines of this run."""
        return tuple(last_lines(log_of(self.part), since=self.log_start))

    def _kill_group(self) -> None:
        # The process leads a group of its own: what is left of the group goes with it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


async def start(part: Part) -> Child:
    """Start *part* with its output appended to its log. Raises OSError if it cannot be executed."""
    log_start = size_of(log_of(part))
    log = open_log(log_of(part))
    try:
        process = await asyncio.create_subprocess_exec(
            *part.argv,
            stdin=DEVNULL,
            stdout=log,
            stderr=STDOUT,
            env=part.environment,
            start_new_session=True,
            preexec_fn=partial(die_with, os.getpid()),
        )
    finally:
        os.close(log)
    return Child(part, process, log_start, time.monotonic())
