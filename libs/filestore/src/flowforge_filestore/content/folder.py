"""Objects that are files of a folder."""

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from functools import partial
from pathlib import Path

from obstore.store import LocalStore

from flowforge_filestore.content.failures import translate_read_errors, translate_write_errors
from flowforge_filestore.content.stored_objects import READ_BYTES, StoredObjects
from servicekit.ports.file_errors import FileDamaged, FileStoreFull

_PIECE_BYTES = 3 << 20
_MOST_BYTES = 1 << 40
_STAGED = "#1"  # what the library adds to a name until the object is whole


class FolderObjects(StoredObjects):
    """Written by the library, read as plain files: the library streams a folder in pieces of 8 KiB.

    The library does not sync. Without that, a machine that loses power can keep the record of a file, which
    is synced, and lose its bytes.
    """

    def __init__(self, folder: Path, *, sync: bool, keep_free_bytes: int = 0) -> None:
        super().__init__(
            LocalStore(folder), piece_bytes=_PIECE_BYTES, part_bytes=_PIECE_BYTES, most_bytes=_MOST_BYTES
        )
        self._folder = folder
        self._sync = sync
        self._keep_free_bytes = keep_free_bytes

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        await super().put(name, self._while_space_is_left(pieces))
        if self._sync:
            with translate_write_errors():
                await asyncio.to_thread(self._write_through, self._folder / name)

    async def read(self, name: str, size: int, start: int, end: int) -> AsyncGenerator[bytes]:
        if start >= end:
            return
        run = asyncio.get_running_loop().run_in_executor
        with translate_read_errors():
            stream = await run(None, partial((self._folder / name).open, "rb", buffering=0))
            try:
                if os.fstat(stream.fileno()).st_size != size:
                    raise FileDamaged
                while start < end:
                    piece = await run(None, os.pread, stream.fileno(), min(READ_BYTES, end - start), start)
                    if not piece:
                        raise FileDamaged
                    start += len(piece)
                    yield piece
            finally:
                stream.close()

    async def delete(self, names: Sequence[str]) -> None:
        with translate_write_errors():
            await asyncio.to_thread(self._remove, names)

    async def ping(self) -> None:
        self._check_space(0)
        await super().ping()

    async def _while_space_is_left(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in pieces:
            self._check_space(len(piece))
            yield piece

    def _check_space(self, count: int) -> None:
        """Leave room for records on the disk: without, nothing could be deleted from a full one."""
        with translate_write_errors():
            disk = os.statvfs(self._folder)
        if disk.f_bavail * disk.f_frsize < self._keep_free_bytes + count:
            raise FileStoreFull

    def _remove(self, names: Sequence[str]) -> None:
        """Remove objects, and what a process that was killed had staged of them."""
        for name in names:
            for path in (name, name + _STAGED):
                (self._folder / path).unlink(missing_ok=True)

    def _write_through(self, path: Path) -> None:
        """Sync a file, and the folders that name it."""
        for synced in (path, path.parent, self._folder):
            number = os.open(synced, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
