"""Write the ends of jobs and claim others, many in one transaction.

While one transaction is written, what ends meanwhile gathers for the next: the busier a worker is, the less
a job costs it. The claims of one transaction fill the places that its ends have freed.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobstore.database import Database
from flowforge_jobstore.records import Claim, Finish, Retry
from flowforge_jobstore.working import end_and_claim

_IDLE_SECONDS = 2.0  # after which a worker looks for work although nobody woke it
_RETRY_SECONDS = 0.2
_PATIENCE_SECONDS = 60.0
_MOST_AT_ONCE = 64
_GATHER_SECONDS = 0.01
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Pending:
    end: Finish | Retry
    until: float


@dataclass(slots=True)
class GroupCommit:
    """The transactions of one worker. `free` counts its free places, `start` begins a claimed job.

    While `is_busy`, an end waits a moment for others.
    `written` is told the id of each job whose end is in the record, or could not be written: its lease ends.
    """

    database: Database
    worker: str
    lease_seconds: float
    free: Callable[[], int]
    is_busy: Callable[[], bool]
    start: Callable[[Claim], None]
    written: Callable[[str], None]
    on_full: Callable[[], None]
    _pending: list[_Pending] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _flushed: asyncio.Event = field(default_factory=asyncio.Event)
    _looks: bool = True

    def wake(self) -> None:
        """Look for work."""
        self._looks = True
        self._changed.set()

    def end(self, end: Finish | Retry) -> None:
        """Write the end of a job, soon. The database is tried again for a while; then the lease decides."""
        until = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        self._pending.append(_Pending(end, until))
        self._flushed.clear()
        self._changed.set()

    async def flush(self) -> None:
        """Wait until no end waits to be written."""
        await self._flushed.wait()

    async def run(self) -> None:
        """Write and claim until cancelled."""
        while True:
            if not self._pending:
                self._flushed.set()
            await self._wait()
            if self._pending and self.is_busy():
                await asyncio.sleep(_GATHER_SECONDS)
            batch, self._pending = self._pending[:_MOST_AT_ONCE], self._pending[_MOST_AT_ONCE:]
            wanted = self.free()
            if batch or wanted:
                await self._commit(batch, wanted)

    async def _commit(self, batch: list[_Pending], wanted: int) -> None:
        try:
            claims = await self.database.write(
                end_and_claim,
                [one.end for one in batch],
                worker=self.worker,
                lease_seconds=self.lease_seconds,
                wanted=wanted,
            )
        except (SQLAlchemyError, OSError) as error:
            _logger.warning("the database was not written: %s", error)
            self._put_back(batch)
            await asyncio.sleep(_RETRY_SECONDS)
            return
        for one in batch:
            self.written(one.end.job_id)
        for claim in claims:
            self.start(claim)
        self._looks = len(claims) == wanted
        if wanted and self._looks:
            self.on_full()

    async def _wait(self) -> None:
        if self._pending or (self._looks and self.free()):
            return
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._changed.wait()
        except TimeoutError:
            self._looks = True
        self._changed.clear()

    def _put_back(self, batch: list[_Pending]) -> None:
        now = asyncio.get_running_loop().time()
        for one in batch:
            if one.until < now:
                self.written(one.end.job_id)
        self._pending = [one for one in batch if one.until >= now] + self._pending
        self._looks = True
