"""Writing and deleting objects, the same for folders and buckets."""

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import obstore
from obstore.store import LocalStore, S3Store

from flowforge_filestore.content.failures import translate_write_errors
from flowforge_filestore.content.storage import new_object_name

READ_BYTES = 1 << 20
_PARTS_AT_ONCE = 2


class StoredObjects:
    """Objects of a folder or a bucket, written whole or not at all."""

    def __init__(
        self, store: LocalStore | S3Store, *, piece_bytes: int, part_bytes: int, most_bytes: int
    ) -> None:
        self._store = store
        self.piece_bytes = piece_bytes
        self.most_bytes = most_bytes
        self._part_bytes = part_bytes

    def new_name(self) -> str:
        return new_object_name()

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        with translate_write_errors():
            start = await _gather(pieces, self._part_bytes)
            if len(start) < self._part_bytes:
                await obstore.put_async(self._store, name, start, use_multipart=False)
                return
            source = _chain([start], pieces)
            del start
            await obstore.put_async(
                self._store,
                name,
                source,
                chunk_size=self._part_bytes,
                max_concurrency=_PARTS_AT_ONCE,
            )

    async def delete(self, names: Sequence[str]) -> None:
        for name in names:
            with translate_write_errors(), suppress(FileNotFoundError):
                await obstore.delete_async(self._store, name)

    async def ping(self) -> None:
        """Write and delete one small object: an existing folder may not be writable."""
        name = f"probe/{uuid.uuid4().hex}"
        with translate_write_errors():
            await obstore.put_async(self._store, name, b"", use_multipart=False)
            await obstore.delete_async(self._store, name)


async def _gather(pieces: AsyncIterator[bytes], size: int) -> bytes:
    """Join the first pieces, up to *size* bytes or more if there are that many."""
    start = await anext(pieces, b"")
    while len(start) < size and (piece := await anext(pieces, b"")):
        start += piece
    return start


async def _chain(start: list[bytes], rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield both, and release *start* once it is yielded."""
    yield start.pop()
    async for piece in rest:
        yield piece
