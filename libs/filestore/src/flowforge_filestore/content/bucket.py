"""Objects of an S3 bucket."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.store import S3Store

from flowforge_filestore.content.failures import translate_read_errors
from flowforge_filestore.content.stored_objects import READ_BYTES, StoredObjects
from flowforge_filestore.settings import FileSettings
from servicekit.ports.file_errors import FileDamaged

if TYPE_CHECKING:
    from obstore.store import S3Config

_PIECE_BYTES = 1 << 20
_RANGE_BYTES = 4 << 20
_PART_BYTES = 5 << 20  # the least that S3 takes as a part
_MOST_PARTS = 9_000  # S3 takes 10,000 for one object
_DELETED_AT_ONCE = 16
_CONNECT_SECONDS, _ANSWER_SECONDS, _RETRY_SECONDS, _RETRIES = 2, 30, 4, 3


class BucketObjects(StoredObjects):
    """Reads in ranges, the next one while one is sent, so that requests are short for slow readers too."""

    async def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        coming: asyncio.Task[memoryview] | None = None
        try:
            for at in range(start, end, _RANGE_BYTES):
                here = coming or self._fetch(name, size, at, end)
                after = at + _RANGE_BYTES
                coming = self._fetch(name, size, after, end) if after < end else None
                with translate_read_errors():
                    found = await here
                for first in range(0, len(found), READ_BYTES):
                    yield bytes(found[first : first + READ_BYTES])
        finally:
            if coming is not None:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)

    def _fetch(self, name: str, size: int, start: int, end: int) -> "asyncio.Task[memoryview]":
        return asyncio.create_task(self._range(name, size, start, min(start + _RANGE_BYTES, end)))

    async def _range(self, name: str, size: int, start: int, end: int) -> memoryview:
        found = await obstore.get_async(self._store, name, options={"range": (start, end)})
        content = memoryview(await found.bytes_async())
        if found.meta["size"] != size or len(content) != end - start:
            raise FileDamaged
        return content

    async def delete(self, names: Sequence[str]) -> None:
        """Delete one by one, several at once: the library does not report failures of a bulk deletion."""
        one = super().delete
        for at in range(0, len(names), _DELETED_AT_ONCE):
            await asyncio.gather(*(one([name]) for name in names[at : at + _DELETED_AT_ONCE]))


def open_bucket(bucket: str, prefix: str, settings: FileSettings) -> BucketObjects:
    """Open a bucket. What the settings leave out, the AWS_* variables or the machine's role may tell."""
    config: S3Config = {}
    if settings.endpoint:
        config["endpoint"] = settings.endpoint
    if settings.s3_region is not None:
        config["region"] = settings.s3_region
    if settings.s3_access_key_id is not None:
        config["access_key_id"] = settings.s3_access_key_id
    if settings.s3_secret_access_key is not None:
        config["secret_access_key"] = settings.s3_secret_access_key.get_secret_value()
    store = S3Store(
        bucket,
        prefix=prefix or None,
        config=config,
        client_options={
            "allow_http": settings.allows_http,
            "connect_timeout": timedelta(seconds=_CONNECT_SECONDS),
            "timeout": timedelta(seconds=_ANSWER_SECONDS),
        },
        retry_config={"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=_RETRY_SECONDS)},
    )
    return BucketObjects(
        store, piece_bytes=_PIECE_BYTES, part_bytes=_PART_BYTES, most_bytes=_MOST_PARTS * _PART_BYTES
    )
