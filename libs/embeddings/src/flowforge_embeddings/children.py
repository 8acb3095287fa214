"""Run an HTTP server as a child process: start it on first use, restart it when it dies, stop it when idle.

A native crash ends the child and not its parent. The child ends when its standard input is closed, so it does
not outlive a parent that was killed.
"""

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Literal, Protocol

logger = logging.getLogger(__name__)
ChildState = Literal["unloaded", "starting", "loaded", "failed"]
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_STOP_SECONDS = 5.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
_HEALTHY_SECONDS = 60.0
_NOTICE_SECONDS = 1.0


class ChildUnavailable(Exception):
    """The child process could not be started. The log has the cause."""


class ChildObserver(Protocol):
    """Receives state changes, for example to publish metrics."""

    def loaded(self, name: str, *, is_loaded: bool) -> None: ...

    def restarted(self, name: str) -> None: ...


class ChildServer:
    """Runs `python -m MODULE ARGUMENTS`, which prints its base URL on one line when it is ready.

    A child that cannot start prints the reason on that line instead and exits. Only a few variables of the
    environment are passed on; *environment* adds to them.
    """

    def __init__(
        self,
        name: str,
        module: str,
        arguments: Sequence[str],
        *,
        start_seconds: float,
        idle_seconds: float,
        environment: Mapping[str, str] | None = None,
        observer: ChildObserver | None = None,
    ) -> None:
        self.name = name
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment = dict(environment or {})
        self._observer = observer
        self._start_seconds = start_seconds
        self._idle_seconds = idle_seconds
        self._process: Process | None = None
        self._url = ""
        self._lock = asyncio.Lock()
        self.users = 0
        self._last_used = time.monotonic()
        self._started_at = 0.0
        self._pause = 0.0
        self._minder: asyncio.Task[None] | None = None
        self.state: ChildState = "unloaded"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    @asynccontextmanager
    async def use(self) -> AsyncIterator[str]:
        """Yield the base URL of the running server, which is not stopped meanwhile.

        Raises ChildUnavailable if it cannot be started.
        """
        self.users += 1
        try:
            yield await self._running()
        finally:
            self.users -= 1
            self._last_used = time.monotonic()

    async def has_ended(self) -> bool:
        """Return whether the process ended, after a short wait. Call it when a connection broke.

        The sockets of a dying process are closed a moment before its parent is told. Without the wait a
        retry goes to the address of the dead process.
        """
        process = self._process
        if process is None:
            return True
        with suppress(TimeoutError):
            async with asyncio.timeout(_NOTICE_SECONDS):
                await process.wait()
        return process.returncode is not None

    async def close(self) -> None:
        """Stop the child process."""
        if self._minder is not None:
            self._minder.cancel()
            with suppress(asyncio.CancelledError):
                await self._minder
        async with self._lock:
            await self._stop()

    async def _running(self) -> str:
        async with self._lock:
            if self._process is None or self._process.returncode is not None:
                await self._start()
        return self._url

    async def _start(self) -> None:
        self.state = "starting"
        began = time.monotonic()
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        environment |= {"OMP_WAIT_POLICY": "PASSIVE", **self._environment}
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, env=environment
        )
        self._process = process
        self._url = await self._announced(process)
        self.state, self._started_at = "loaded", time.monotonic()
        self._last_used = self._started_at
        self._report(is_loaded=True)
        seconds = round(self._started_at - began, 2)
        logger.info("engine loaded", extra={"model": self.name, "seconds": seconds})
        if self._minder is None or self._minder.done():
            self._minder = asyncio.create_task(self._mind())

    async def _announced(self, process: Process) -> str:
        """Return the URL that the process prints when it is ready."""
        line = b""
        try:
            async with asyncio.timeout(self._start_seconds):
                line = await process.stdout.readline() if process.stdout is not None else b""
        except TimeoutError:
            line = f"it was not ready after {self._start_seconds:g} seconds".encode()
        finally:
            if not line.startswith(b"http"):
                await self._stop()
                self.state = "failed"
        if not line.startswith(b"http"):
            cause = line.decode(errors="replace").strip() or "the process ended; see its output above"
            logger.error("engine did not start", extra={"model": self.name, "cause": cause})
            raise ChildUnavailable(cause)
        return line.decode().strip()

    async def _stop(self) -> None:
        process, self._process = self._process, None
        self.state = "unloaded"
        self._report(is_loaded=False)
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _mind(self) -> None:
        """Restart the child when it dies, with longer pauses if it keeps dying; stop it when idle."""
        while (process := self._process) is not None:
            wait = max(self._idle_seconds - (time.monotonic() - self._last_used), 0.05)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await process.wait()
            async with self._lock:
                if process is not self._process:
                    continue
                if process.returncode is not None:
                    await self._restart(process.returncode)
                elif not self.users and time.monotonic() - self._last_used >= self._idle_seconds:
                    logger.info("engine unloaded", extra={"model": self.name})
                    await self._stop()

    async def _restart(self, code: int) -> None:
        is_healthy = time.monotonic() - self._started_at > _HEALTHY_SECONDS
        longer = min(self._pause * 2 or _FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS)
        self._pause = 0.0 if is_healthy else longer
        logger.error("engine died", extra={"model": self.name, "exit": code, "pause_seconds": self._pause})
        self.state = "failed"
        self._report(is_loaded=False)
        if self._observer is not None:
            self._observer.restarted(self.name)
        await asyncio.sleep(self._pause)
        with suppress(ChildUnavailable):
            await self._start()

    def _report(self, *, is_loaded: bool) -> None:
        if self._observer is not None:
            self._observer.loaded(self.name, is_loaded=is_loaded)
