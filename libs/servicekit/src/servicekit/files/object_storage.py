"""Content as objects, through one library for folders and buckets: written whole or not at all."""

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import obstore
from obstore.store import LocalStore, S3Store

from servicekit.files.records import new_object
from servicekit.files.storage_failures import told_writing

READ_BYTES = 1 << 20
_PARTS_AT_ONCE = 2


class StoredObjects:
    """Objects of a store, as the library writes and deletes them."""

    def __init__(
        self, store: LocalStore | S3Store, *, piece_bytes: int, part_bytes: int, most_bytes: int
    ) -> None:
        self._store = store
        self.piece_bytes = piece_bytes
        self.most_bytes = most_bytes
        self._part_bytes = part_bytes

    def new_name(self) -> str:
        return new_object()

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        with told_writing():
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
            with told_writing(), suppress(FileNotFoundError):
                await obstore.delete_async(self._store, name)

    async def ping(self) -> None:
        """Write and delete one small object: a folder may be there and not take any."""
        name = f"probe/{uuid.uuid4().hex}"
        with told_writing():
            await obstore.put_async(self._store, name, b"", use_multipart=False)
            await obstore.delete_async(self._store, name)


async def _gather(pieces: AsyncIterator[bytes], size: int) -> bytes:
    """Join the first pieces: *size* bytes or more, fewer where there are no more."""
    start = await anext(pieces, b"")
    while len(start) < size and (piece := await anext(pieces, b"")):
        start += piece
    return start


async def _chain(start: list[bytes], rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield both; *start* is let go as it is handed over."""
    yield start.pop()
    async for piece in rest:
        yield piece
