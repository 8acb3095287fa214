"""Room for uploads whose length is not known beforehand."""

from collections.abc import Awaitable, Callable
from typing import Any

from servicekit.files.errors import QuotaExceeded
from servicekit.files.intents import Intents
from servicekit.files.records import Upload

MOST_AHEAD_BYTES = 64 << 20


class Room:
    """Holds quota for an upload that grows. Every step is a durable transaction, so steps grow with it."""

    def __init__(self, intents: Intents, run: Callable[..., Awaitable[Any]], quota: int) -> None:
        self._intents = intents
        self._run = run
        self._quota = quota

    async def hold(self, upload: Upload, wanted: int) -> None:
        """Hold *wanted* bytes in all, and more where there is room. Raises QuotaExceeded."""
        needed = wanted - upload.reserved
        if needed <= 0:
            return
        ahead = max(needed, min(upload.reserved, MOST_AHEAD_BYTES))
        try:
            await self._reserve(upload, ahead)
        except QuotaExceeded:
            if ahead == needed:
                raise
            await self._reserve(upload, needed)

    async def _reserve(self, upload: Upload, count: int) -> None:
        await self._run(self._intents.reserve, upload.file_id, count, self._quota)
        upload.reserved += count
