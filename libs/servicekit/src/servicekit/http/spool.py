"""Files on disk while a request runs: hashed as they arrive, counted against quotas, then removed."""

import asyncio
import errno
import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from servicekit.errors import InsufficientStorage, OperationError
from servicekit.forms import FileInput

WRITE_BYTES = 1 << 20
INLINE_BYTES = 1 << 16
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class SpoolShareFull(InsufficientStorage):
    code = "SPOOL_SHARE_FULL"
    message = "Your running requests hold all the {limit} bytes of files that they may: wait for one to end."


class Spool:
    """The folder of all workspaces, and how many bytes each consumer holds in it."""

    def __init__(
        self, parent: Path, executor: Executor, *, max_bytes: int, max_bytes_per_consumer: int
    ) -> None:
        self.folder = parent / str(os.getpid())
        self.executor = executor
        self.used = 0
        self._max_bytes = max_bytes
        self._share = max_bytes_per_consumer
        self._held: Counter[str] = Counter()

    def prepare(self) -> None:
        """Make the folder of this process, and remove those that dead processes left."""
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for other in self.folder.parent.iterdir():
            if other == self.folder or not Path("/proc", other.name).exists():
                _remove(other)
        self.folder.mkdir(mode=0o700)

    def ping(self) -> None:
        """Raise if no file can be written."""
        probe = self.folder / "probe"
        probe.write_bytes(b"probe")
        probe.unlink()

    def close(self) -> None:
        _remove(self.folder)

    def reserve(self, consumer_id: str, count: int) -> None:
        """Count *count* more bytes. Raises InsufficientStorage or SpoolShareFull beyond the quotas."""
        if self.used + count > self._max_bytes:
            raise InsufficientStorage
        if self._held[consumer_id] + count > self._share:
            raise SpoolShareFull(limit=self._share)
        self.used += count
        self._held[consumer_id] += count

    def release(self, consumer_id: str, count: int) -> None:
        self.used -= count
        self._held[consumer_id] -= count
        if self._held[consumer_id] <= 0:
            del self._held[consumer_id]


class Workspace:
    """The folder of one request, made when it is first needed."""

    def __init__(self, spool: Spool, consumer_id: str) -> None:
        self._spool = spool
        self._consumer_id = consumer_id
        self._folder: Path | None = None
        self.reserved = 0
        self._files = 0

    @property
    def used(self) -> bool:
        return self._folder is not None or self.reserved > 0

    @property
    def path(self) -> Path:
        if self._folder is None:
            folder = self._spool.folder / uuid4().hex
            try:
                folder.mkdir(mode=0o700)
            except OSError as error:
                raise storage_error(error) from error
            self._folder = folder
        return self._folder

    def reserve(self, count: int) -> None:
        self._spool.reserve(self._consumer_id, count)
        self.reserved += count

    def writer(self, *, limit: int, too_large: Callable[[], OperationError]) -> "SpoolWriter":
        """Open the next file of the request; more than *limit* bytes raise *too_large*."""
        return SpoolWriter(self, self.new_path(), self._spool.executor, limit, too_large)

    def new_path(self) -> Path:
        """Return where the next file of the request goes."""
        self._files += 1
        return self.path / f"file{self._files}"

    async def remove(self) -> None:
        if self._folder is not None:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._spool.executor, _remove, self._folder)
            self._folder = None
        if self.reserved:
            self._spool.release(self._consumer_id, self.reserved)
            self.reserved = 0


class SpoolWriter:
    """Writes and hashes one file. Pieces are gathered, and handled on a thread while the next ones arrive."""

    def __init__(
        self,
        workspace: Workspace,
        path: Path,
        executor: Executor,
        limit: int,
        too_large: Callable[[], OperationError],
    ) -> None:
        self.size = 0
        self._workspace = workspace
        self._path = path
        self._executor = executor
        self._limit = limit
        self._too_large = too_large
        self._digest = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._gathered = 0
        self._stream: BinaryIO | None = None
        self._writing: asyncio.Future[None] | None = None

    async def write(self, piece: bytes) -> None:
        self.add(piece)
        if self._gathered >= WRITE_BYTES:
            await self.flush()

    def add(self, piece: bytes) -> None:
        """Take *piece* without waiting; the caller flushes. Raises the writer's *too_large*."""
        self.size += len(piece)
        if self.size > self._limit:
            raise self._too_large()
        self._workspace.reserve(len(piece))
        self._pieces.append(piece)
        self._gathered += len(piece)

    @property
    def wants_flush(self) -> bool:
        return self._gathered >= WRITE_BYTES

    async def flush(self) -> None:
        """Hand what was gathered to a thread, after waiting for the write before it."""
        pieces, self._pieces, self._gathered = self._pieces, [], 0
        await self._settle()
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(self._executor, self._store, pieces)

    async def finish(self, *, media_type: str, name: str | None) -> FileInput:
        if self._writing is None and self._gathered <= INLINE_BYTES:
            self._guarded_store(self._pieces)
        else:
            await self.flush()
            await self._settle()
        self.close()
        return FileInput(self._path, self.size, self._digest.hexdigest(), media_type, name)

    async def abandon(self) -> None:
        """Let the running write end, then close: the workspace's removal takes the file away."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
            self._writing.exception()
        self.close()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    async def _settle(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            try:
                await writing
            except OSError as error:
                raise storage_error(error) from error

    def _guarded_store(self, pieces: list[bytes]) -> None:
        try:
            self._store(pieces)
        except OSError as error:
            raise storage_error(error) from error

    def _store(self, pieces: list[bytes]) -> None:
        if self._stream is None:
            self._stream = self._path.open("wb", buffering=0)
        # One update and one write for all pieces: each gives up the interpreter lock and must win it back.
        joined = b"".join(pieces)
        self._digest.update(joined)
        _write_all(self._stream, joined)


def _write_all(stream: BinaryIO, piece: bytes) -> None:
    written = stream.write(piece)
    view = memoryview(piece)
    while written < len(view):
        view = view[written:]
        written = stream.write(view)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def storage_error(error: OSError) -> Exception:
    """Tell a full disk from a broken one: the first is answered as 507, the second stays what it is."""
    return InsufficientStorage() if error.errno in _FULL else error
