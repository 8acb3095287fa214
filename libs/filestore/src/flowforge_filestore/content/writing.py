"""Write content while it arrives: hashed on a thread, stored in objects, quota reserved first."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from typing import Protocol

from flowforge_filestore.content.media_types import HEAD_BYTES
from flowforge_filestore.content.storage import ObjectStorage
from servicekit.errors import OperationError

_CANCEL_SECONDS = 10


class _Cancelled(Exception):
    """The upload was cancelled: no more pieces come."""


class Prepare(Protocol):
    """Reserves quota for *size* bytes in total. With *named*, returns the name of the next object."""

    def __call__(self, size: int, *, named: bool) -> Awaitable[str]: ...


class ObjectWriter:
    """Writes pieces of any size to one object, or to several if it gets too large.

    At most three pieces are in memory besides what the storage library holds: one being collected, one
    waiting, one being hashed and written.
    """

    def __init__(
        self,
        objects: ObjectStorage,
        executor: Executor,
        prepare: Prepare,
        *,
        limit: int,
        too_large: Callable[[], OperationError],
    ) -> None:
        self.size = 0
        self.written: list[tuple[str, int]] = []
        self.head = b""
        self._objects = objects
        self._piece_bytes = objects.piece_bytes
        self._most_bytes = objects.most_bytes
        self._executor = executor
        self._prepare = prepare
        self._limit = limit
        self._too_large = too_large
        self._digest = hashlib.sha256()
        self._gathered: list[bytes] = []
        self._waiting = 0
        self._names: list[str] = []
        self._handed_over = 0
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(1)
        self._storing: asyncio.Task[None] | None = None
        self._hashing: asyncio.Future[None] | None = None

    def add(self, piece: bytes) -> None:
        """Buffer *piece*; the caller flushes. Raises the writer's *too_large*."""
        self.size += len(piece)
        if self.size > self._limit:
            raise self._too_large()
        if len(self.head) < HEAD_BYTES:
            self.head += piece[: HEAD_BYTES - len(self.head)]
        self._gathered.append(piece)
        self._waiting += len(piece)

    @property
    def names(self) -> list[str]:
        """Names of all objects that were started."""
        return self._names

    @property
    def wants_flush(self) -> bool:
        return self._waiting >= self._piece_bytes

    async def write(self, piece: bytes) -> None:
        self.add(piece)
        if self.wants_flush:
            await self.flush()

    async def flush(self) -> None:
        """Hand the buffered pieces over for writing."""
        joined = b"".join(self._gathered)
        self._gathered, self._waiting = [], 0
        if joined:
            await self._hand_over(joined)

    async def finish(self) -> str:
        """Store the rest and return the SHA-256. Raises what the store raises."""
        await self.flush()
        if self._storing is None:
            await self._hand_over(b"")
        await self._close()
        await self._hashed()
        return self._digest.hexdigest()

    async def cancel(self) -> None:
        """Stop writing. An incomplete object never becomes visible.

        The storage library is stopped by an error of its source of pieces. If its task were cancelled, it
        would wait for the next piece forever, hold its pieces in memory and leave parts in the bucket.
        """
        if self._storing is not None:
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(None)
            await asyncio.wait([self._storing], timeout=_CANCEL_SECONDS)
            self._storing.cancel()
            await asyncio.gather(self._storing, return_exceptions=True)
        if self._hashing is not None:
            await asyncio.wait([self._hashing])
        # A traceback may keep this object alive until the garbage collector runs: release the content now.
        self._storing = self._hashing = None
        self._gathered.clear()

    async def _hand_over(self, piece: bytes) -> None:
        if self._handed_over >= self._most_bytes:
            await self._close()
        name = await self._prepare(self.size, named=self._storing is None)
        if self._storing is None:
            self._names.append(name)
            self._storing = asyncio.create_task(self._objects.put(name, self._pieces()))
        if not piece:
            return
        await self._enqueue(self._storing, piece)
        self._handed_over += len(piece)
        await self._hashed()
        loop = asyncio.get_running_loop()
        self._hashing = loop.run_in_executor(self._executor, self._digest.update, piece)

    async def _close(self) -> None:
        """Store the rest of the current object."""
        if self._storing is None:
            return
        await self._enqueue(self._storing, b"")
        await self._storing
        self.written.append((self._names[-1], self._handed_over))
        self._storing, self._handed_over = None, 0

    async def _enqueue(self, storing: asyncio.Task[None], piece: bytes) -> None:
        if self._queue.full() or storing.done():
            await self._wait_for_space(storing)
        self._queue.put_nowait(piece)

    async def _wait_for_space(self, storing: asyncio.Task[None]) -> None:
        """Wait until the previous piece was taken. Raises the error of the storage if it failed."""
        joining = asyncio.ensure_future(self._queue.join())
        await asyncio.wait({joining, storing}, return_when=asyncio.FIRST_COMPLETED)
        if not joining.done():
            joining.cancel()
            await storing

    async def _hashed(self) -> None:
        if self._hashing is not None:
            hashing, self._hashing = self._hashing, None
            await hashing

    async def _pieces(self) -> AsyncIterator[bytes]:
        while True:
            piece = await self._queue.get()
            self._queue.task_done()
            if piece is None:
                raise _Cancelled
            if not piece:
                return
            yield piece
