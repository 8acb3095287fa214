"""Content as objects in a folder or a bucket, through one library for both: written whole or not at all."""

import asyncio
import errno
import os
import re
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import LocalStore, S3Store

from servicekit.errors import OperationError
from servicekit.files.errors import FileDamaged, FileStoreAway, FileStoreFull, FileStoreUnwritable

READ_BYTES = 1 << 20
FOLDER_PIECE_BYTES = 3 << 20
BUCKET_PIECE_BYTES = 1 << 20
_PART_BYTES = 5 << 20  # the least that S3 takes as a part
_PARTS_AT_ONCE = 2
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}
_OS_ERROR = re.compile(r"os error (\d+)")
_CONNECT_SECONDS, _ANSWER_SECONDS, _RETRY_SECONDS, _RETRIES = 2, 30, 4, 3


def open_objects(url: str) -> "FolderObjects | BucketObjects":
    """Open file:///folder, made where it is missing, or s3://bucket/prefix with the AWS_* variables."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FolderObjects(folder)
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
    return BucketObjects(store, BUCKET_PIECE_BYTES, _PART_BYTES)


class StoredObjects:
    """Objects of a store, as the library writes and deletes them."""

    def __init__(self, store: LocalStore | S3Store, piece_bytes: int, part_bytes: int) -> None:
        self._store = store
        self.piece_bytes = piece_bytes
        self._part_bytes = part_bytes

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        with _told():
            start = await _gather(pieces, self._part_bytes)
            if len(start) < self._part_bytes:
                await obstore.put_async(self._store, name, start, use_multipart=False)
                return
            await obstore.put_async(
                self._store,
                name,
                _chain(start, pieces),
                chunk_size=self._part_bytes,
                max_concurrency=_PARTS_AT_ONCE,
            )

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


class FolderObjects(StoredObjects):
    """Objects that are files of a folder, read as such: the library streams them in pieces of 8 KiB."""

    def __init__(self, folder: Path) -> None:
        super().__init__(LocalStore(folder), FOLDER_PIECE_BYTES, FOLDER_PIECE_BYTES)
        self._folder = folder

    async def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:  # noqa: ARG002 - the port's signature
        if start >= end:
            return
        run = asyncio.get_running_loop().run_in_executor
        with _told():
            stream = await run(None, partial((self._folder / name).open, "rb", buffering=0))
            try:
                while start < end:
                    piece = await run(None, os.pread, stream.fileno(), min(READ_BYTES, end - start), start)
                    if not piece:
                        raise FileDamaged
                    start += len(piece)
                    yield piece
            finally:
                stream.close()


class BucketObjects(StoredObjects):
    """Objects of a bucket, streamed."""

    async def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:  # noqa: ARG002 - the port's signature
        if start >= end:
            return
        with _told():
            found = await obstore.get_async(self._store, name, options={"range": (start, end)})
            left = end - start
            async for part in found.stream(min_chunk_size=READ_BYTES):
                left -= len(part)
                yield bytes(part)
            if left:
                raise FileDamaged


async def _gather(pieces: AsyncIterator[bytes], size: int) -> bytes:
    """Join the first pieces: *size* bytes or more, fewer where there are no more."""
    start = await anext(pieces, b"")
    while len(start) < size and (piece := await anext(pieces, b"")):
        start += piece
    return start


async def _chain(start: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield start
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
