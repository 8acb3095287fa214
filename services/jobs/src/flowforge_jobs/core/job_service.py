"""Everything that an operation on jobs needs: the record, the broker, the services."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from flowforge_filestore import FileLibrary
from flowforge_jobs.core.catalog import Catalog
from flowforge_jobs.core.changes import Changes
from flowforge_jobs.core.faults import JobsNotConfigured, RecordUnavailable
from flowforge_jobs.core.file_store import open_files
from flowforge_jobs.core.services import Services, open_services
from flowforge_jobs.core.signing import Signer
from flowforge_jobs.engines.broker import Announcer, open_announcer
from flowforge_jobs.settings import JobsSettings
from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.migrating import is_current, migrate_apart
from servicekit import WebhookSender

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JobService:
    """The record of jobs, with its failures as errors of the platform."""

    settings: JobsSettings
    announcer: Announcer
    services: Services
    catalog: Catalog
    sender: WebhookSender
    signer: Signer
    database: Database | None
    changes: Changes | None
    files: FileLibrary | None

    async def write(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a transition. Raises JobsNotConfigured or RecordUnavailable."""
        database = self._opened()
        try:
            return await database.write(call, *args, **kwargs)
        except (SQLAlchemyError, OSError) as error:
            raise RecordUnavailable from error

    async def read(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        database = self._opened()
        try:
            return await database.read(call, *args, **kwargs)
        except (SQLAlchemyError, OSError) as error:
            raise RecordUnavailable from error

    def _opened(self) -> Database:
        if self.database is None:
            raise JobsNotConfigured
        return self.database


@asynccontextmanager
async def open_job_service(settings: JobsSettings) -> AsyncIterator[JobService]:
    """Open the record and bring its tables up to date."""
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(open_services(settings))
        announcer = open_announcer(settings.broker_url)
        stack.callback(announcer.close)
        database = changes = None
        if settings.database_url is not None:
            opened = open_database(settings.database_url, synchronous=settings.synchronous)
            database = await stack.enter_async_context(opened)
            if not await database.read(is_current):
                await asyncio.to_thread(migrate_apart, settings.database_url)
            changes = Changes(database)
            stack.push_async_callback(changes.close)
        files = open_files()
        if files is not None:
            stack.push_async_callback(files.close)
        sender, signer = WebhookSender.from_environment(), Signer.of(settings)
        yield JobService(
            settings, announcer, services, Catalog(services), sender, signer, database, changes, files
        )


async def ping(jobs: JobService) -> None:
    """Raise if the record does not answer."""
    if jobs.database is not None:
        await jobs.database.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
