"""Where the files of a request land: in its workspace, or straight in the file store."""

from collections.abc import Callable
from typing import Any, Protocol

from servicekit.context import Consumer
from servicekit.errors import OperationError
from servicekit.files.library import FileLibrary
from servicekit.files.receiving import IncomingFile, Owner
from servicekit.forms import FileUpload, Received
from servicekit.ports.files import FileStore, FileStoreNotConfigured


class FileWriter(Protocol):
    """Takes one file: `finish` gives what the request's model gets."""

    @property
    def wants_flush(self) -> bool: ...

    def add(self, piece: bytes) -> None: ...

    async def flush(self) -> None: ...

    async def write(self, piece: bytes) -> None: ...

    async def finish(self, *, media_type: str, name: str | None) -> Received: ...

    async def abandon(self) -> None: ...


class UploadTarget(Protocol):
    def writer(self, *, limit: int, too_large: Callable[[], OperationError]) -> FileWriter: ...


class StoreTarget:
    """Files of one request on their way into the store; those that its handler does not keep are given up."""

    def __init__(self, store: FileStore, consumer: Consumer, expected: int) -> None:
        if not isinstance(store, FileLibrary):
            raise FileStoreNotConfigured
        self._library = store
        self._owner = Owner(consumer.id, consumer.tier)
        self._expected = expected
        self._opened: list[IncomingFile] = []

    def writer(self, *, limit: int, too_large: Callable[[], OperationError]) -> "StoreWriter":
        incoming = self._library.receiver.open(
            self._owner, expected=min(self._expected, limit), limit=limit, too_large=too_large
        )
        self._opened.append(incoming)
        return StoreWriter(incoming)

    async def clear(self) -> None:
        for incoming in self._opened:
            await incoming.abandon()


class StoreWriter:
    """One of them."""

    def __init__(self, incoming: IncomingFile) -> None:
        self._incoming = incoming
        self.add = incoming.add
        self.flush = incoming.flush
        self.write = incoming.write
        self.abandon = incoming.abandon

    @property
    def wants_flush(self) -> bool:
        return self._incoming.wants_flush

    async def finish(self, *, media_type: str, name: str | None) -> FileUpload:
        await self._incoming.finish()
        taken: Any = self._incoming
        return FileUpload(taken, self._incoming.size, self._incoming.sha256, media_type, name)
