"""How many jobs wait and run, published on /metrics: the record is counted every few seconds."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.tables import READY, RUNNING, WAITING, job
from servicekit import Gauge

JOBS = Gauge("jobs", "Jobs that are not finished, as the record has them.", ["state"])
MEASURES = (JOBS,)
_PAUSE_SECONDS = 5.0
_CONDITIONS = {"ready": READY, "waiting": WAITING, "running": RUNNING}  # each has an index of its own
logger = logging.getLogger(__name__)


def count(connection: Connection) -> dict[str, int]:
    """Count the jobs that may start, that must wait, and that run."""
    return {
        state: connection.execute(select(func.count()).select_from(job).where(condition)).scalar_one()
        for state, condition in _CONDITIONS.items()
    }


@asynccontextmanager
async def open_measuring(settings: JobsSettings) -> AsyncIterator[None]:
    """Count for as long as the service runs, on a connection of its own."""
    if settings.database_url is None:
        yield
        return
    async with open_database(settings.database_url, connections=1) as database:
        counting = asyncio.create_task(_count_forever(database))
        try:
            yield
        finally:
            counting.cancel()
            with suppress(asyncio.CancelledError):
                await counting


async def _count_forever(database: Database) -> None:
    while True:
        try:
            counts = await database.read(count)
        except (SQLAlchemyError, OSError) as error:
            logger.debug("jobs were not counted: %s", type(error).__name__)
        else:
            JOBS.replace({(state,): number for state, number in counts.items()})
        await asyncio.sleep(_PAUSE_SECONDS)
