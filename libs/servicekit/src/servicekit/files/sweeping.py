"""Remove what has expired, and the objects that nothing refers to any more; again and again."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from servicekit.errors import OperationError
from servicekit.files.census import Census, take_census
from servicekit.files.expiry import BATCH, Expiry
from servicekit.files.library import FileLibrary
from servicekit.files.receiving import HOUR_MS
from servicekit.files.settings import FileSettings

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Swept:
    """What a sweep removed."""

    files: int = 0
    objects: int = 0


class FileSweeper:
    """Sweeps one store. Several may work at once: each step is a transaction, and deletes may repeat."""

    def __init__(self, library: FileLibrary) -> None:
        settings = library.settings
        self._library = library
        self._expiry = Expiry(
            library.ledger,
            remember_ms=int(settings.remember_hours * HOUR_MS),
            discard_ms=int(settings.discard_seconds * 1000),
        )

    async def sweep(self) -> Swept:
        """Remove all that is due."""
        swept = Swept()
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
        return swept

    async def count(self) -> Census:
        """Tell who keeps how much."""
        return await self._library.run(
            take_census, self._library.ledger, self._library.settings.metered_consumers
        )

    async def run(self, publish: Callable[[Census], None]) -> None:
        """Sweep and *publish* what is left until cancelled. A store that is away is tried again."""
        while True:
            try:
                await self.sweep()
                publish(await self.count())
            except OperationError as error:
                logger.warning("the sweep of files failed: %s", error.text)
            await asyncio.sleep(self._library.settings.sweep_seconds)

    @classmethod
    @asynccontextmanager
    async def running(cls, publish: Callable[[Census], None]) -> AsyncIterator["FileSweeper | None"]:
        """Sweep the store that the settings name beside what the block does; without one there is nothing."""
        settings = FileSettings.load()
        if settings.url is None:
            yield None
            return
        from servicekit.files.opening import open_library  # noqa: PLC0415 - only where it is configured

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
