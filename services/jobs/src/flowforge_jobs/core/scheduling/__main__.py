"""Start a scheduler: `python -m flowforge_jobs.core.scheduling [--ready SOCKET]`."""

import asyncio
import logging
import signal
import sys

from flowforge_jobs.core.file_store import open_files
from flowforge_jobs.core.readiness import Unready, listening, ready_argument
from flowforge_jobs.core.scheduling.deliveries import Deliverer
from flowforge_jobs.core.scheduling.file_audit import FileAudit
from flowforge_jobs.core.scheduling.scheduler import Scheduler
from flowforge_jobs.core.signing import Signer
from flowforge_jobs.core.worker_names import own_name
from flowforge_jobs.engines.broker import open_announcer
from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.database import open_database
from flowforge_jobstore.migrating import is_current
from servicekit import WebhookSender


async def run(settings: JobsSettings, ready: str | None) -> None:
    """Run the scheduler until SIGTERM."""
    if settings.database_url is None:
        raise Unready("FLOWFORGE_JOBS_DATABASE_URL must be set")
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    announcer = open_announcer(settings.broker_url)
    files = open_files()
    opened = open_database(settings.database_url, synchronous=settings.synchronous, connections=2)
    try:
        async with opened as database:
            if not await database.read(is_current):
                raise Unready("the tables are of another version: start the jobs service first")
            async with listening(ready):
                deliverer = Deliverer(database, WebhookSender.from_environment(), Signer.of(settings))
                audit = FileAudit(files, database) if files is not None else None
                scheduler = Scheduler(own_name(), database, announcer, audit)
                await asyncio.gather(scheduler.run(stopping), deliverer.run(stopping))
    finally:
        announcer.close()
        if files is not None:
            await files.close()


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        asyncio.run(run(JobsSettings.load(), ready_argument()))
    except Unready as error:
        logging.error("%s", error)  # noqa: LOG015, TRY400 - the program's own last word
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
