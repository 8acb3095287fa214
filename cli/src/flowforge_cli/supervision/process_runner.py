"""Run one process: start it, wait until it is ready, and restart it when it exits."""

import asyncio

from flowforge_cli.supervision.backoff import Backoff
from flowforge_cli.supervision.child import Child, start
from flowforge_cli.supervision.plan import Part
from flowforge_cli.supervision.probing import until_ready
from flowforge_cli.supervision.status_file import PartState, StatusFile


class ProcessRunner:
    """Keeps *part* running. `settled` is set when it is ready or its first start has failed."""

    def __init__(self, part: Part, status_file: StatusFile) -> None:
        self.part = part
        self.settled = asyncio.Event()
        self._status = status_file
        self._backoff = Backoff()

    @property
    def is_running(self) -> bool:
        return self._status.parts[self.part.name].state == "running"

    async def run(self) -> None:
        """Run until cancelled; then stop the process before returning."""
        try:
            while True:
                problem, tail, lived = await self._run_once()
                pause = self._backoff.after(lived)
                restarts = self._status.parts[self.part.name].restarts + 1
                self._show("restarting", pid=None, problem=problem, tail=tail, restarts=restarts)
                self.settled.set()
                await asyncio.sleep(pause)
        finally:
            self._show("stopped", pid=None)

    async def _run_once(self) -> tuple[str, tuple[str, ...], float]:
        """Return how the process exited, the end of its log, and its uptime in seconds."""
        try:
            child = await start(self.part)
        except OSError as error:
            return f"could not be started: {error.strerror}", (), 0.0
        try:
            self._show("starting", pid=child.pid)
            problem = await self._until_end(child)
            return problem, child.tail(), child.uptime_seconds
        except asyncio.CancelledError:
            self._show("stopping")
            await child.stop()
            raise

    async def _until_end(self, child: Child) -> str:
        ended = asyncio.create_task(child.ended())
        ready = asyncio.create_task(until_ready(self.part.probe, self.part.start_seconds))
        try:
            await asyncio.wait({ended, ready}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                if ready.exception() is not None:
                    await child.stop()
                    return f"was not ready within {self.part.start_seconds:g} seconds"
                self._show("running", problem=None, tail=())
                self.settled.set()
            return await ended
        finally:
            ended.cancel()
            ready.cancel()
            await asyncio.gather(ended, ready, return_exceptions=True)

    def _show(self, state: PartState, **changes: object) -> None:
        self._status.show(self.part.name, state, **changes)
