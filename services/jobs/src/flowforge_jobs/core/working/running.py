"""The process of a worker: one event loop for all jobs, on a thread beside Celery's."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from flowforge_jobs.core.file_store import open_files
from flowforge_jobs.core.readiness import Unready, listening
from flowforge_jobs.core.services import open_services
from flowforge_jobs.core.worker_names import own_name
from flowforge_jobs.core.working.result_storage import ResultStorage
from flowforge_jobs.core.working.worker import Worker
from flowforge_jobs.engines.broker import listen, open_announcer
from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.database import open_database
from flowforge_jobstore.migrating import is_current


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
        worker = Worker(name, database, services, announcer, ResultStorage(settings, files))
        worker.leases.start()
        working = asyncio.create_task(worker.run())
        try:
            async with listening(ready):
                yield worker
                await worker.drain()
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
            await worker.leases.close()
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
    """Work until SIGTERM: what still runs some seconds later goes back into the queue.

    Celery's own threads only hand on its messages.
    """
    name = own_name()
    with _loop() as loop:

        def call(coroutine: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

        opened = open_worker(name, settings, ready)
        worker: Worker = call(opened.__aenter__())

        def wake() -> None:
            loop.call_soon_threadsafe(worker.wake)

        try:
            listen(settings.broker_url or "", f"jobs-{os.getpid()}", wake)
        finally:
            call(opened.__aexit__(None, None, None))
