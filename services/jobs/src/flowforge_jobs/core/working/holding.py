"""The jobs that a worker holds: their leases are renewed together, and lost or cancelled ones are stopped."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobstore.database import Database
from flowforge_jobstore.leases import beat

Why = Literal["lost", "cancelled", "stopping"]
_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Holding:
    """One job in progress. `why` is set before its call is stopped."""

    id: str
    fence: int
    task: asyncio.Task[Any]
    why: Why | None = None

    def stop(self, why: Why) -> None:
        if self.why is None:
            self.why = why
            self.task.cancel()


@dataclass(slots=True)
class Holdings:
    """All of them, and the beat that keeps them."""

    database: Database
    worker: str
    lease_seconds: float
    by_id: dict[str, Holding] = field(default_factory=dict)

    async def keep(self) -> None:
        """Beat until cancelled. A database that is away is asked again: leases outlast a few beats."""
        while True:
            await asyncio.sleep(self.lease_seconds / 4)
            if self.by_id:
                try:
                    await self._beat()
                except (SQLAlchemyError, OSError) as error:
                    _logger.warning("the leases were not renewed: %s", error)

    async def _beat(self) -> None:
        before = dict(self.by_id)  # what is claimed after this is not lost
        found = {one.id: one for one in await self.database.write(beat, self.worker, self.lease_seconds)}
        for job_id, holding in before.items():
            held = found.get(job_id)
            if held is None or held.fence != holding.fence:
                holding.stop("lost")
            elif held.cancelling:
                holding.stop("cancelled")

    def stop_all(self) -> None:
        for holding in list(self.by_id.values()):
            holding.stop("stopping")
