"""Where the files of a request are written: to its workspace, or straight to the file store."""

from collections.abc import Callable
from typing import Protocol

from servicekit.context import Consumer
from servicekit.errors import OperationError
from servicekit.ports.files import FileStore, FileWriter


class UploadTarget(Protocol):
    def writer(self, *, limit: int, too_large: Callable[[], OperationError]) -> FileWriter: ...


class StoreTarget:
    """Writes the files of one request to the file store. Files that the handler does not keep are deleted."""

    def __init__(self, store: FileStore, consumer: Consumer, expected: int) -> None:
        self._store = store
        self._consumer = consumer
        self._expected = expected
        self._opened: list[FileWriter] = []

    def writer(self, *, limit: int, too_large: Callable[[], OperationError]) -> FileWriter:
        writer = self._store.receive(
            self._consumer.id,
            self._consumer.tier,
            expected=min(self._expected, limit),
            limit=limit,
            too_large=too_large,
        )
        self._opened.append(writer)
        return writer

    async def clear(self) -> None:
        for writer in self._opened:
            await writer.cancel()
