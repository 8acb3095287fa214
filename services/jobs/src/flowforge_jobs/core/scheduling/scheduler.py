"""The scheduler: in each turn it recovers lost jobs and announces what waits; at times it prunes old jobs."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.core.scheduling.file_audit import FileAudit
from flowforge_jobs.core.worker_names import observe
from flowforge_jobs.engines.broker import Announcer
from flowforge_jobstore.auditing import seal
from flowforge_jobstore.counting import count_usage
from flowforge_jobstore.database import Database
from flowforge_jobstore.leases import reap, workers
from flowforge_jobstore.turning import expire, lead, promote, prune, resign, unannounced
from servicekit import OperationError

LEADER = "scheduler"
TURN_SECONDS = 0.25
IDLE_SECONDS = 0.5  # between turns that find nothing to do
_LEASE_SECONDS = 3.0
_QUIET_SECONDS = 2.0  # a ready job that nobody took for so long is announced again
_MOST_ANNOUNCED = 100
_SLOW_TURNS = 20
_FILE_TURNS = 4
_PIECE = 500
_MOST_PIECES = 20
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn did. Another instance works if this one does not lead."""

    leads: bool
    announced: int = 0
    changed: int = 0


@dataclass(slots=True)
class Scheduler:
    """One instance; it works while it leads."""

    name: str
    database: Database
    announcer: Announcer
    files: FileAudit | None = None
    leads: bool = False
    _turn: int = field(default=0)

    async def run(self, stopping: asyncio.Event) -> None:
        """Run until *stopping* is set."""
        while not stopping.is_set():
            pause = IDLE_SECONDS
            try:
                if (await self.turn()).changed:
                    pause = TURN_SECONDS
            except (SQLAlchemyError, OSError) as error:
                self.leads = False
                _logger.warning("a turn failed: %s", error)
            try:
                async with asyncio.timeout(pause):
                    await stopping.wait()
            except TimeoutError:
                continue
        await self.database.write(resign, LEADER, self.name)

    async def turn(self) -> Turn:
        turn = await self.database.write(_take_turn, self.name)
        self.leads = turn.leads
        if turn.leads:
            self.announcer.announce(turn.announced)
            self._turn += 1
            if self._turn % _FILE_TURNS == 1:
                await self._collect_files()
            if self._turn % _SLOW_TURNS == 1:
                for work in (expire, count_usage, prune):
                    await self._repeat(work)
        return turn

    async def _collect_files(self) -> None:
        if self.files is not None:
            try:
                await self.files.collect()
            except OperationError as error:
                _logger.warning("the audit of files could not be collected: %s", error.text)

    async def _repeat(self, work: Callable[[Connection, int], int]) -> None:
        """Work in pieces, so that no transaction is long, until nothing is left."""
        for _ in range(_MOST_PIECES):
            if await self.database.write(work, _PIECE) < _PIECE:
                return


def _take_turn(connection: Connection, name: str) -> Turn:
    """Do what is due in one transaction, if the instance *name* leads."""
    if not lead(connection, LEADER, name, _LEASE_SECONDS):
        return Turn(leads=False)
    changed = promote(connection) + reap(connection, observe(workers(connection)))
    announced = unannounced(connection, _QUIET_SECONDS, _MOST_ANNOUNCED)
    changed += announced + seal(connection)
    return Turn(leads=True, announced=announced, changed=changed)
