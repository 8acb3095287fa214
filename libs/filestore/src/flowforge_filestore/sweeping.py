"""Delete expired files and uploads, and objects that nothing refers to, periodically."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from flowforge_filestore.index.expiry import BATCH, Expiry
from flowforge_filestore.index.usage_report import UsageReport, usage_report
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.uploads.receiving import HOUR_MS
from servicekit.errors import OperationError

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class SweepResult:
    """What a sweep removed."""

    files: int = 0
    objects: int = 0


class FileSweeper:
    """Sweeps one store. Several sweepers may run at once: each step is a transaction."""

    def __init__(self, library: FileLibrary) -> None:
        settings = library.settings
        self._library = library
        self._expiry = Expiry(
            library.index,
            remember_ms=int(settings.remember_hours * HOUR_MS),
            discard_ms=int(settings.discard_seconds * 1000),
        )

    async def sweep(self) -> SweepResult:
        """Delete everything that is due."""
        swept = SweepResult()
        while settled := await self._library.run(self._expiry.sweep):
            swept.files += sum(settled)
            if len(settled) < BATCH:
                break
        while found := await self._library.run(self._expiry.discards):
            await self._library.objects.delete([name for _, name in found])
            await self._library.run(self._expiry.forget, [key for key, _ in found])
            swept.objects += len(found)
            if len(found) < BATCH:
                break
        while await self._library.run(self._library.events.drop_old, BATCH) == BATCH:
            continue
        return swept

    async def count(self) -> UsageReport:
        """Report the usage of consumers."""
        return await self._library.run(
            usage_report, self._library.index, self._library.settings.metered_consumers
        )

    async def run(self, publish: Callable[[UsageReport], None]) -> None:
        """Sweep and *publish* the usage until cancelled. An unavailable store is tried again."""
        while True:
            try:
                await self.sweep()
                publish(await self.count())
            except OperationError as error:
                logger.warning("sweeping the file store failed: %s", error.text)
            await asyncio.sleep(self._library.settings.sweep_seconds)

    @classmethod
    @asynccontextmanager
    async def running(cls, publish: Callable[[UsageReport], None]) -> AsyncIterator["FileSweeper | None"]:
        """Sweep the configured store while the block runs; without a store do nothing."""
        settings = FileSettings.load()
        if settings.url is None:
            yield None
            return
        from flowforge_filestore.opening import open_library  # noqa: PLC0415 - only where it is configured

        library = open_library(settings)
        sweeper = cls(library)
        task = asyncio.create_task(sweeper.run(publish))
        try:
            yield sweeper
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await library.close()
