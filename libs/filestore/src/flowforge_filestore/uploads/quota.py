"""Quota for uploads of unknown length."""

from collections.abc import Awaitable, Callable
from typing import Any

from flowforge_filestore.index.records import Upload
from flowforge_filestore.index.uploads import UploadRepository
from servicekit.ports.file_errors import QuotaExceeded

MOST_AHEAD_BYTES = 64 << 20


class QuotaReservation:
    """Reserves quota for a growing upload. Each step is a durable transaction, so steps grow with it."""

    def __init__(
        self, upload_records: UploadRepository, run: Callable[..., Awaitable[Any]], quota: int
    ) -> None:
        self._records = upload_records
        self._run = run
        self._quota = quota

    async def extend_to(self, upload: Upload, wanted: int) -> None:
        """Reserve *wanted* bytes in total, and more if the quota allows. Raises QuotaExceeded."""
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
        await self._run(self._records.reserve, upload.file_id, count, self._quota)
        upload.reserved += count
