"""The progress of a handler as server-sent events: `progress` for each report, then `result`."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from pydantic import BaseModel

from servicekit.operations.outputs import Event
from servicekit.operations.results import Progress

_MOST_WAITING = 1_000  # reports that a slow reader has not had yet; older ones are dropped


class ProgressEvents:
    """Collects the reports of one handler. `report` may be called on any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Progress] = deque(maxlen=_MOST_WAITING)
        self._stirred = asyncio.Event()

    def report(self, done: float, total: float, note: str = "") -> None:
        self._loop.call_soon_threadsafe(self._add, Progress(done=done, total=total, note=note))

    def _add(self, step: Progress) -> None:
        self._waiting.append(step)
        self._stirred.set()

    async def follow(self, work: Callable[[], Coroutine[Any, Any, BaseModel]]) -> AsyncIterator[Event[Any]]:
        """Yield what is reported while *work* runs, then its result. Raises what it raises.

        The work is cancelled when the iterator is closed before its end.
        """
        working = asyncio.create_task(work())
        working.add_done_callback(lambda _: self._stirred.set())
        try:
            while not working.done():
                await self._stirred.wait()
                self._stirred.clear()
                while self._waiting:
                    yield Event(self._waiting.popleft(), "progress")
            yield Event(working.result(), "result")
        finally:
            if not working.done():
                working.cancel()
                await asyncio.wait([working])
