"""The turns of a scheduler: what is lost is recovered at once, what is old goes by and by."""

import asyncio
import logging
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.engines.broker import Announcer
from flowforge_jobstore.auditing import seal
from flowforge_jobstore.counting import count_usage
from flowforge_jobstore.database import Database
from flowforge_jobstore.leases import reap
from flowforge_jobstore.turning import expire, lead, promote, prune, resign, unannounced

LEADER = "scheduler"
TURN_SECONDS = 0.25
_LEASE_SECONDS = 3.0
_QUIET_SECONDS = 2.0  # a ready job that nobody took for so long is announced again
_MOST_ANNOUNCED = 100
_SLOW_TURNS = 20
_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Scheduler:
    """One instance; it works while it leads."""

    name: str
    database: Database
    announcer: Announcer
    leads: bool = False
    _turn: int = field(default=0)

    async def run(self, stopping: asyncio.Event) -> None:
        """Take turns until *stopping* is set."""
        while not stopping.is_set():
            try:
                await self.turn()
            except (SQLAlchemyError, OSError) as error:
                self.leads = False
                _logger.warning("a turn failed: %s", error)
            try:
                async with asyncio.timeout(TURN_SECONDS):
                    await stopping.wait()
            except TimeoutError:
                continue
        await self.database.write(resign, LEADER, self.name)

    async def turn(self) -> None:
        self.leads = await self.database.write(lead, LEADER, self.name, _LEASE_SECONDS)
        if not self.leads:
            return
        await self.database.write(promote)
        await self.database.write(reap)
        self.announcer.announce(await self.database.write(unannounced, _QUIET_SECONDS, _MOST_ANNOUNCED))
        await self.database.write(seal)
        self._turn += 1
        if self._turn % _SLOW_TURNS == 1:
            await self.database.write(expire)
            await self.database.write(count_usage)
            await self.database.write(prune)
