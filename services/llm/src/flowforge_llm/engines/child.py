"""A server of our own, in its own process: started when needed, again when it dies, stopped when idle.

A native crash takes the engine down, not the service. The child ends when its standard input does, so it does
not outlive a service that is killed.
"""

import asyncio
import logging
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from flowforge_llm.core.faults import EngineDown
from flowforge_llm.core.measures import LOADED, RESTARTS
from flowforge_llm.core.port import EngineState

logger = logging.getLogger(__name__)
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_STOP_SECONDS = 5.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
_HEALTHY_SECONDS = 60.0
_CANNOT_START = "The engine of the model '{model}' cannot be started: the service's log says why."


class ChildServer:
    """Runs `python -m MODULE ARGUMENTS`, which prints its base URL in one line when it is ready."""

    def __init__(
        self, name: str, module: str, arguments: Sequence[str], *, start_seconds: float, idle_seconds: float
    ) -> None:
        self._name = name
        self._command = [sys.executable, "-m", module, *arguments]
        self._start_seconds = start_seconds
        self._idle_seconds = idle_seconds
        self._process: Process | None = None
        self._url = ""
        self._lock = asyncio.Lock()
        self._users = 0
        self._last_used = time.monotonic()
        self._started_at = 0.0
        self._pause = 0.0
        self._minder: asyncio.Task[None] | None = None
        self.state: EngineState = "unloaded"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    async def probe(self) -> EngineState:
        return self.state

    async def address(self) -> str:
        async with self._lock:
            if self._process is None or self._process.returncode is not None:
                await self._start()
        return self._url

    @contextmanager
    def in_use(self) -> Iterator[None]:
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            self._last_used = time.monotonic()

    async def close(self) -> None:
        if self._minder is not None:
            self._minder.cancel()
            with suppress(asyncio.CancelledError):
                await self._minder
        async with self._lock:
            await self._stop()

    async def _start(self) -> None:
        self.state = "starting"
        began = time.monotonic()
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, env={**environment, "OMP_WAIT_POLICY": "PASSIVE"}
        )
        self._process = process
        self._url = await self._announced(process)
        self.state, self._started_at = "loaded", time.monotonic()
        self._last_used = self._started_at
        LOADED.set(1, model=self._name)
        logger.info(
            "engine loaded", extra={"model": self._name, "seconds": round(self._started_at - began, 2)}
        )
        if self._minder is None or self._minder.done():
            self._minder = asyncio.create_task(self._mind())

    async def _announced(self, process: Process) -> str:
        """Return the URL that the process prints when it is ready; instead it may print why it is not."""
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
            cause = line.decode(errors="replace").strip() or "it ended; its own lines are above"
            logger.error("engine did not start", extra={"model": self._name, "cause": cause})
            raise EngineDown(_CANNOT_START.format(model=self._name))
        return line.decode().strip()

    async def _stop(self) -> None:
        process, self._process = self._process, None
        self.state = "unloaded"
        LOADED.set(0, model=self._name)
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
        """Start the engine again when it dies, ever more slowly if it keeps dying; stop it when idle."""
        while (process := self._process) is not None:
            wait = max(self._idle_seconds - (time.monotonic() - self._last_used), 0.05)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await process.wait()
            async with self._lock:
                if process is not self._process:
                    continue
                if process.returncode is not None:
                    await self._revive(process.returncode)
                elif not self._users and time.monotonic() - self._last_used >= self._idle_seconds:
                    logger.info("engine unloaded", extra={"model": self._name})
                    await self._stop()

    async def _revive(self, code: int) -> None:
        lived = time.monotonic() - self._started_at
        self._pause = (
            0.0
            if lived > _HEALTHY_SECONDS
            else min(self._pause * 2 or _FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS)
        )
        logger.error("engine died", extra={"model": self._name, "exit": code, "pause_seconds": self._pause})
        self.state = "failed"
        LOADED.set(0, model=self._name)
        RESTARTS.add(model=self._name)
        await asyncio.sleep(self._pause)
        with suppress(EngineDown):
            await self._start()
