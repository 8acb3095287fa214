"""Content as objects in a folder or a bucket, through one library for both: written whole or not at all."""

import asyncio
import errno
import os
import re
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import LocalStore, S3Store

from servicekit.errors import OperationError
from servicekit.files.errors import FileDamaged, FileStoreAway, FileStoreFull, FileStoreUnwritable

READ_BYTES = 1 << 20
FOLDER_PIECE_BYTES = 3 << 20
BUCKET_PIECE_BYTES = 5 << 20  # the least that S3 takes as a part
_PARTS_AT_ONCE = 2
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}
_OS_ERROR = re.compile(r"os error (\d+)")
_CONNECT_SECONDS, _ANSWER_SECONDS, _RETRY_SECONDS, _RETRIES = 2, 30, 4, 3


def open_objects(url: str) -> "PlainObjects":
    """Open file:///folder, made where it is missing, or s3://bucket/prefix with the AWS_* variables."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return PlainObjects(LocalStore(folder), ranged=True)
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        client_options={
            "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
            "connect_timeout": timedelta(seconds=_CONNECT_SECONDS),
            "timeout": timedelta(seconds=_ANSWER_SECONDS),
        },
        retry_config={"max_retries": _RETRIES, "retry_timeout": timedelta(seconds=_RETRY_SECONDS)},
    )
    return PlainObjects(store, ranged=False)


class PlainObjects:
    """Objects as they are. *ranged*: read by ranges, as the library streams a folder in small pieces."""

    def __init__(self, store: LocalStore | S3Store, *, ranged: bool) -> None:
        self._store = store
        self._ranged = ranged
        self.piece_bytes = FOLDER_PIECE_BYTES if ranged else BUCKET_PIECE_BYTES

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        with _told():
            first = await anext(pieces, b"")
            second = await anext(pieces, b"")
            if not second:
                await obstore.put_async(self._store, name, first, use_multipart=False)
                return
            await obstore.put_async(
                self._store,
                name,
                _chain(first, second, pieces),
                chunk_size=self.piece_bytes,
                max_concurrency=_PARTS_AT_ONCE,
            )

    async def read(self, name: str, size: int, start: int, end: int) -> AsyncIterator[bytes]:  # noqa: ARG002 - the port's signature
        if start >= end:
            return
        with _told():
            if self._ranged:
                async for piece in self._ranges(name, start, end):
                    yield piece
                return
            found = await obstore.get_async(self._store, name, options={"range": (start, end)})
            left = end - start
            async for part in found.stream(min_chunk_size=READ_BYTES):
                left -= len(part)
                yield bytes(part)
            if left:
                raise FileDamaged

    async def _ranges(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Read the next range while the one before is sent."""
        ahead: asyncio.Task[bytes] | None = asyncio.create_task(self._range(name, start, end))
        try:
            while ahead is not None:
                piece = await ahead
                start += len(piece)
                ahead = asyncio.create_task(self._range(name, start, end)) if start < end else None
                yield piece
        finally:
            if ahead is not None:
                ahead.cancel()

    async def _range(self, name: str, start: int, end: int) -> bytes:
        until = min(start + READ_BYTES, end)
        piece = await obstore.get_range_async(self._store, name, start=start, end=until)
        if len(piece) != until - start:
            raise FileDamaged
        return bytes(piece)

    async def delete(self, names: Sequence[str]) -> None:
        for name in names:
            with _told(), suppress(FileNotFoundError):
                await obstore.delete_async(self._store, name)

    async def ping(self) -> None:
        """Write and delete one small object: a folder may be there and not take any."""
        name = f"probe/{uuid.uuid4().hex}"
        with _told():
            await obstore.put_async(self._store, name, b"", use_multipart=False)
            await obstore.delete_async(self._store, name)


async def _chain(first: bytes, second: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    yield second
    async for piece in rest:
        yield piece


@contextmanager
def _told() -> Iterator[None]:
    """Tell the library's failures as ours: full, not writable, or away."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileDamaged from error
    except (BaseError, OSError) as error:
        raise _failure(error) from error


def _failure(error: Exception) -> OperationError:
    number = _OS_ERROR.search(str(error))
    code = int(number.group(1)) if number else 0
    if code in _FULL:
        return FileStoreFull()
    if code in _UNWRITABLE or isinstance(error, (PermissionDeniedError, UnauthenticatedError)):
        return FileStoreUnwritable()
    return FileStoreAway(headers={"retry-after": "2"})
