"""The jobs that a worker runs: their leases are renewed together, and lost or cancelled ones are stopped.

Leases are renewed on a thread of their own, with an event loop and a connection of their own: whatever keeps
the worker busy does not cost it its jobs.
"""

import asyncio
import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.leases import Held, beat

StopReason = Literal["lost", "cancelled", "stopping"]
_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class RunningJob:
    """One job in progress. `stopped` is set before its call is cancelled."""

    id: str
    fence: int
    task: asyncio.Task[Any]
    stopped: StopReason | None = None

    def stop(self, reason: StopReason) -> None:
        if self.stopped is None:
            self.stopped = reason
            self.task.cancel()


class LeaseKeeper:
    """Keeps the leases of one worker. Jobs are added and removed on the event loop that it is started on."""

    def __init__(self, settings: JobsSettings, worker: str) -> None:
        self.by_id: dict[str, RunningJob] = {}
        self._settings = settings
        self._worker = worker
        self._thread = threading.Thread(target=lambda: asyncio.run(self._keep()), name="leases", daemon=True)
        self._started = threading.Event()
        self._closing = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop  # that of the jobs
        self._own_loop: asyncio.AbstractEventLoop

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        self._started.wait()

    async def close(self) -> None:
        self._own_loop.call_soon_threadsafe(self._closing.set)
        await asyncio.to_thread(self._thread.join)

    def stop_all(self) -> None:
        for job in list(self.by_id.values()):
            job.stop("stopping")

    async def _keep(self) -> None:
        """Renew until closed. A database that is away is asked again: leases outlast a few renewals."""
        self._own_loop = asyncio.get_running_loop()
        self._started.set()
        url = self._settings.database_url or ""
        async with open_database(url, connections=1) as database:
            while not self._closing.is_set():
                if self.by_id:
                    try:
                        await self._renew(database)
                    except (SQLAlchemyError, OSError) as error:
                        _logger.warning("the leases were not renewed: %s", error)
                    except Exception:
                        _logger.exception("the leases were not renewed")
                await self._pause()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.lease_seconds / 4):
                await self._closing.wait()

    async def _renew(self, database: Database) -> None:
        before = list(self.by_id.values())  # what is claimed after this is not lost
        ids = [job.id for job in before]
        found = await database.write(beat, self._worker, self._settings.lease_seconds, ids)
        self._loop.call_soon_threadsafe(_stop_lost, before, found)


def _stop_lost(jobs: Iterable[RunningJob], found: Iterable[Held]) -> None:
    by_id = {one.id: one for one in found}
    for job in jobs:
        held = by_id.get(job.id)
        if held is None or held.fence != job.fence:
            job.stop("lost")
        elif held.cancelling:
            job.stop("cancelled")
