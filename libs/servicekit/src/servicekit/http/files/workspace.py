"""What one request has on disk or holds in memory: hashed as it arrives, counted, then removed."""

import asyncio
import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import BinaryIO

from servicekit.errors import OperationError
from servicekit.execution.transport.window import WINDOW_BYTES, WINDOW_PATH, HeldFile
from servicekit.http.files.spool import Spool, storage_error
from servicekit.operations.forms import FileInput

WRITE_BYTES = 1 << 20
INLINE_BYTES = 1 << 16


class Workspace:
    """The folder of one request, made when it is first needed.

    If it *may_hold* one, a small first file stays in memory: a worker process will get it through its window.
    """

    def __init__(self, spool: Spool, consumer_id: str, *, may_hold: bool = False) -> None:
        self._spool = spool
        self._consumer_id = consumer_id
        self._folder: Path | None = None
        self._may_hold = may_hold
        self._holding = 0
        self.held: tuple[bytes, ...] | None = None
        self.reserved = 0
        self._files = 0

    @property
    def used(self) -> bool:
        return self._folder is not None or self.reserved > 0

    @property
    def path(self) -> Path:
        if self._folder is None:
            self._folder = self._spool.new_folder()
        return self._folder

    def reserve(self, count: int) -> None:
        self._spool.reserve(self._consumer_id, count)
        self.reserved += count

    def writer(self, *, limit: int, too_large: Callable[[], OperationError]) -> "SpoolWriter":
        """Open the next file of the request; more than *limit* bytes raise *too_large*."""
        may_hold, self._may_hold = self._may_hold, False
        return SpoolWriter(self, self._spool.executor, limit, too_large, may_hold=may_hold)

    def new_path(self) -> Path:
        """Return where the next file of the request goes."""
        self._files += 1
        return self.path / f"file{self._files}"

    def hold(self, count: int) -> bool:
        """Count *count* more bytes of the file that stays in memory; False if it has to go to disk."""
        if self._holding + count > WINDOW_BYTES or not self._spool.hold(count):
            return False
        self._holding += count
        return True

    def let_go(self) -> None:
        self._spool.held -= self._holding
        self._holding = 0
        self.held = None

    async def remove(self) -> None:
        if self._folder is not None:
            await self._spool.take_back(self._folder)
            self._folder = None
        self.let_go()
        if self.reserved:
            self._spool.release(self._consumer_id, self.reserved)
            self.reserved = 0


class SpoolWriter:
    """Writes and hashes one file. Pieces are gathered, and handled on a thread while the next ones arrive.

    A file that may be held stays in memory instead, unhashed, as long as it is small.
    """

    def __init__(
        self,
        workspace: Workspace,
        executor: Executor,
        limit: int,
        too_large: Callable[[], OperationError],
        *,
        may_hold: bool = False,
    ) -> None:
        self.size = 0
        self._workspace = workspace
        self._path: Path | None = None
        self._holds = may_hold
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
        if self.wants_flush:
            await self.flush()

    def add(self, piece: bytes) -> None:
        """Buffer *piece* without waiting; the caller flushes. Raises the writer's *too_large*."""
        self.size += len(piece)
        if self.size > self._limit:
            raise self._too_large()
        self._workspace.reserve(len(piece))
        self._pieces.append(piece)
        self._gathered += len(piece)
        if self._holds and not self._workspace.hold(len(piece)):
            self._holds = False
            self._workspace.let_go()

    @property
    def wants_flush(self) -> bool:
        return self._gathered >= WRITE_BYTES and not self._holds

    async def flush(self) -> None:
        """Hand what was gathered to a thread, after waiting for the write before it."""
        pieces, self._pieces, self._gathered = self._pieces, [], 0
        await self._settle()
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(self._executor, self._store, pieces)

    async def finish(self, *, media_type: str, name: str | None) -> FileInput:
        if self._holds:
            self._workspace.held = held = tuple(self._pieces)
            return HeldFile(WINDOW_PATH, self.size, None, media_type, name, pieces=held)
        if self._writing is None and self._gathered <= INLINE_BYTES:
            self._guarded_store(self._pieces)
        else:
            await self.flush()
            await self._settle()
        self.close()
        return FileInput(self._target, self.size, self._digest.hexdigest(), media_type, name)

    @property
    def _target(self) -> Path:
        if self._path is None:
            self._path = self._workspace.new_path()
        return self._path

    async def cancel(self) -> None:
        """Wait for the running write, then close: the file is removed with the workspace."""
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
            self._stream = self._target.open("wb", buffering=0)
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
