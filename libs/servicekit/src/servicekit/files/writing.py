"""Write content while it arrives: hashed on a thread, stored by the library, room reserved beforehand."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from typing import Protocol

from servicekit.errors import OperationError
from servicekit.files.objects import Objects
from servicekit.files.sniffing import HEAD_BYTES

_PATIENCE_SECONDS = 10


class _Abandoned(Exception):
    """No more pieces come, and those that came are wanted no more."""


class Prepare(Protocol):
    """Reserves room for so many bytes in all; with *named* gives the name of the next object."""

    def __call__(self, size: int, *, named: bool) -> Awaitable[str]: ...


class ObjectWriter:
    """Takes pieces of any size, and makes one object of them: more where one would be too large.

    Three pieces are in memory at the most besides what the library holds: one that gathers,
    one that waits, one that is hashed and written.
    """

    def __init__(
        self,
        objects: Objects,
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
        """Take *piece* without waiting; the caller flushes. Raises the writer's *too_large*."""
        self.size += len(piece)
        if self.size > self._limit:
            raise self._too_large()
        if len(self.head) < HEAD_BYTES:
            self.head += piece[: HEAD_BYTES - len(self.head)]
        self._gathered.append(piece)
        self._waiting += len(piece)

    @property
    def names(self) -> list[str]:
        """The objects that were begun, whole or not."""
        return self._names

    @property
    def wants_flush(self) -> bool:
        return self._waiting >= self._piece_bytes

    async def write(self, piece: bytes) -> None:
        self.add(piece)
        if self.wants_flush:
            await self.flush()

    async def flush(self) -> None:
        """Hand over what was gathered."""
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

    async def abandon(self) -> None:
        """Stop storing: an object that is not whole is never seen.

        The library is told by its source of pieces. Where it is cancelled instead, it waits for the next
        piece ever after, with those in memory that it has, and parts in a bucket are not given back.
        """
        if self._storing is not None:
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(None)
            await asyncio.wait([self._storing], timeout=_PATIENCE_SECONDS)
            self._storing.cancel()
            await asyncio.gather(self._storing, return_exceptions=True)
        if self._hashing is not None:
            await asyncio.wait([self._hashing])
        # What is refused is kept by its traceback until the collector comes: the content is not kept with it.
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
        """Store the rest of the object under way."""
        if self._storing is None:
            return
        await self._enqueue(self._storing, b"")
        await self._storing
        self.written.append((self._names[-1], self._handed_over))
        self._storing, self._handed_over = None, 0

    async def _enqueue(self, storing: asyncio.Task[None], piece: bytes) -> None:
        if self._queue.full() or storing.done():
            await self._wait_for_room(storing)
        self._queue.put_nowait(piece)

    async def _wait_for_room(self, storing: asyncio.Task[None]) -> None:
        """Wait until the piece before was taken. Raises what the store raised, if it ended too early."""
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
                raise _Abandoned
            if not piece:
                return
            yield piece
