"""Wait for a job to change. One query in a while asks for all jobs that somebody waits for."""

import asyncio
from collections import Counter
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobstore.database import Database
from flowforge_jobstore.events import sequence_numbers
from flowforge_jobstore.records import ENDED

_SHORT_SECONDS = 0.03
_LONG_SECONDS = 0.25
_MANY = 50  # from so many waiting on, each query costs enough to ask less often


class Changes:
    """The latest event number of every job that is waited for."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wanted: Counter[str] = Counter()
        self._known: dict[str, tuple[int, str]] = {}
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def after(self, job_id: str, seq: int, seconds: float) -> bool:
        """Wait until the job has an event behind *seq*; False after *seconds*."""
        return await self._until(job_id, seconds, seq=seq)

    async def ended(self, job_id: str, seconds: float) -> bool:
        """Wait until the job has ended, or is gone; False after *seconds*."""
        return await self._until(job_id, seconds, seq=None)

    async def _until(self, job_id: str, seconds: float, *, seq: int | None) -> bool:
        def is_there() -> bool:
            known = self._known.get(job_id)
            if known is None:
                return False
            return (
                known[0] > seq or known[1] in ENDED
                if seq is not None
                else known[1] in ENDED or known[1] == "gone"
            )

        self._wanted[job_id] += 1
        self._start()
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(is_there)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._wanted[job_id] -= 1
            if self._wanted[job_id] <= 0:
                del self._wanted[job_id]
                self._known.pop(job_id, None)

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        while self._wanted:
            ids = list(self._wanted)
            with suppress(SQLAlchemyError, OSError):
                found = await self._database.read(sequence_numbers, ids)
                fresh = {one: found.get(one, (1 << 31, "gone")) for one in ids}
                async with self._changed:
                    self._known.update({one: fresh[one] for one in ids if one in self._wanted})
                    self._changed.notify_all()
            await asyncio.sleep(_SHORT_SECONDS if len(ids) < _MANY else _LONG_SECONDS)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
