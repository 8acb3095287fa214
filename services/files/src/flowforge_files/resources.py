"""The sweeper: it runs as long as the service does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from flowforge_files.core.measures import publish
from flowforge_filestore import FileSweeper
from servicekit import Resource, Settings


@asynccontextmanager
async def _sweep(settings: Settings | None) -> AsyncIterator[FileSweeper | None]:  # noqa: ARG001 - the kit's signature
    async with FileSweeper.running(publish) as running:
        yield running


sweeper = Resource("sweeper", _sweep)
