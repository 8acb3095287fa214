"""The process of a worker: one event loop for all jobs, and Celery's threads that wait on it."""

import asyncio
import os
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from flowforge_jobs.core.file_store import open_files
from flowforge_jobs.core.readiness import listening
from flowforge_jobs.core.services import open_services
from flowforge_jobs.core.working.keeping import ResultKeeper
from flowforge_jobs.core.working.worker import Worker
from flowforge_jobs.engines.broker import listen, open_announcer
from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.database import open_database
from flowforge_jobstore.migrating import is_current
from flowforge_jobstore.records import new_id


class Unready(Exception):
    """A setting is missing, or the tables are not there."""


def own_name() -> str:
    """Return a name that no other process ever has: leases are held under it."""
    return f"{socket.gethostname()}-{os.getpid()}-{new_id()[-12:]}"


@asynccontextmanager
async def open_worker(name: str, settings: JobsSettings, ready: str | None = None) -> AsyncIterator[Worker]:
    """Open what a worker needs, and keep its leases. Raises Unready."""
    if settings.database_url is None or settings.broker_url is None:
        raise Unready("FLOWFORGE_JOBS_DATABASE_URL and FLOWFORGE_JOBS_BROKER_URL must be set")
    announcer = open_announcer(settings.broker_url)
    opened = open_database(settings.database_url, synchronous=settings.synchronous)
    async with opened as database, open_services(settings) as services:
        if not await database.read(is_current):
            raise Unready("the tables of the database are of another version: start the jobs service first")
        files = open_files()
        worker = Worker(name, database, services, announcer, ResultKeeper(settings, files))
        beating = asyncio.create_task(worker.holdings.keep())
        try:
            async with listening(ready):
                yield worker
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating
            announcer.close()
            if files is not None:
                await files.close()


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="jobs", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def run(settings: JobsSettings, ready: str | None) -> None:
    """Work until SIGTERM: what still runs some seconds later goes back into the queue."""
    name = own_name()
    with _loop() as loop:

        def call(coroutine: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

        opened = open_worker(name, settings, ready)
        worker: Worker = call(opened.__aenter__())

        def stop(**_: Any) -> None:
            worker.stopping = True
            loop.call_soon_threadsafe(loop.call_later, settings.stop_seconds, worker.holdings.stop_all)

        def work() -> None:
            call(worker.work())

        try:
            listen(settings.broker_url or "", name, settings.concurrency, work, stop)
        finally:
            call(opened.__aexit__(None, None, None))
