"""Collect the documents of the services in the background, and keep what follows from them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Self

from flowforge_portal.core.platform.collecting import FULL, GENERATORS, Collected, collect
from flowforge_portal.core.platform.merging import merge_bytes, take_snapshot
from flowforge_portal.core.platform.snapshot import Snapshot

logger = logging.getLogger(__name__)
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS = 0.25, 15.0


class Platform:
    """The services as they were last seen. A service that is away keeps its place until the portal ends."""

    def __init__(self, addresses: Mapping[str, str], refresh_seconds: float) -> None:
        self.addresses = addresses
        self.away: list[str] = sorted(addresses)
        self._refresh_seconds = refresh_seconds
        self._contents: dict[str, Collected] = {}
        self._snapshot: Snapshot | None = None
        self._profile: tuple[str, bytes] | None = None
        self._changed = asyncio.Condition()
        self._profile_lock = asyncio.Lock()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Collect for as long as the context lasts."""
        task = asyncio.create_task(self._keep_collecting())
        try:
            yield self
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def snapshot(self) -> Snapshot:
        """Return what is known now; wait until some service has answered."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._snapshot is not None)
            assert self._snapshot is not None  # noqa: S101 - just waited for
            return self._snapshot

    async def generator_document(self) -> bytes:
        """Return the merged OpenAPI 3.0.3 document for generators, compressed with gzip."""
        current = await self.snapshot()
        async with self._profile_lock:
            if self._profile is None or self._profile[0] != current.version:
                contents = await collect(self.addresses, GENERATORS)
                self._profile = (current.version, await merge_bytes(contents))
            return self._profile[1]

    async def _keep_collecting(self) -> None:
        wait = _FIRST_WAIT_SECONDS
        while self.addresses:
            try:
                await self._collect()
            except Exception:
                logger.exception("the services' documents could not be merged")
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS) if self.away else self._refresh_seconds
            await asyncio.sleep(wait)

    async def _collect(self) -> None:
        found = await collect(self.addresses, FULL)
        self.away = sorted(self.addresses.keys() - found.keys())
        contents = {
            name: content
            for name in self.addresses
            if (content := found.get(name, self._contents.get(name))) is not None
        }
        if contents and _digests(contents) != _digests(self._contents):
            snapshot = await take_snapshot(contents)
            async with self._changed:
                self._contents, self._snapshot = contents, snapshot
                self._changed.notify_all()


def _digests(contents: Mapping[str, Collected]) -> dict[str, bytes]:
    return {name: one.digest for name, one in contents.items()}
