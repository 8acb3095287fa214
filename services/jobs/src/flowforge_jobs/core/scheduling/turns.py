"""The turns of a scheduler: what is lost is recovered at once, what is old goes by and by."""

import asyncio
import logging
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.engines.broker import Announcer
from flowforge_jobstore.auditing import seal
from flowforge_jobstore.counting import count_usage
from flowforge_jobstore.database import Database
from flowforge_jobstore.leases import reap
from flowforge_jobstore.turning import expire, lead, promote, prune, resign, unannounced

LEADER = "scheduler"
TURN_SECONDS = 0.25
IDLE_SECONDS = 0.5  # between turns that find nothing to do
_LEASE_SECONDS = 3.0
_QUIET_SECONDS = 2.0  # a ready job that nobody took for so long is announced again
_MOST_ANNOUNCED = 100
_SLOW_TURNS = 20
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
            if self._turn % _SLOW_TURNS == 1:
                await self.database.write(expire)
                await self.database.write(count_usage)
                await self.database.write(prune)
        return turn


def _take_turn(connection: Connection, name: str) -> Turn:
    """Do what is due in one transaction, if the instance *name* leads."""
    if not lead(connection, LEADER, name, _LEASE_SECONDS):
        return Turn(leads=False)
    changed = promote(connection) + reap(connection)
    announced = unannounced(connection, _QUIET_SECONDS, _MOST_ANNOUNCED)
    changed += announced + seal(connection)
    return Turn(leads=True, announced=announced, changed=changed)
