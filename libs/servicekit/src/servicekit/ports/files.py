"""Port of the file store: files kept between requests, each under a `file_id`."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from servicekit.errors import OperationError
from servicekit.operations.forms import Received
from servicekit.ports.file_errors import FileStoreNotConfigured
from servicekit.settings import InvalidSettings

ENTRY_POINTS = "servicekit.file_store"
URL_VARIABLE = "FLOWFORGE_FILES_URL"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored file. `url` is signed and needs no API key; the file is deleted at `expires_at`."""

    file_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    url: str
    created_at: datetime
    expires_at: datetime


class FileWriter(Protocol):
    """Writes one file while it arrives. `finish` returns what the request model gets."""

    @property
    def wants_flush(self) -> bool: ...

    def add(self, piece: bytes) -> None:
        """Buffer *piece*. The caller flushes when `wants_flush` is true."""

    async def flush(self) -> None: ...

    async def write(self, piece: bytes) -> None: ...

    async def finish(self, *, media_type: str, name: str | None) -> Received: ...

    async def cancel(self) -> None:
        """Delete what was written. No effect on a file that a handler has kept."""


class FileReader(Protocol):
    """Looks up files. No consumer sees the files of another; a signed URL opens its file for everybody."""

    async def find(self, consumer_id: str, reference: str) -> StoredFile | None:
        """Look up a file id of this consumer, or a signed URL of this store; None for any other URL.

        Raises UnknownFile and the errors of the store.
        """
        ...

    async def load(self, file: StoredFile, into: Path) -> None:
        """Write the content of a file to the path *into*."""
        ...


class FileStore(FileReader, Protocol):
    """Stores files. A handler gets the store by naming a class that implements this protocol as a type."""

    async def save(
        self, consumer_id: str, path: Path, *, tier: str, name: str, media_type: str, sha256: str
    ) -> StoredFile:
        """Store a copy of *path*, for as long as *tier* allows."""
        ...

    def receive(
        self,
        consumer_id: str,
        tier: str,
        *,
        expected: int,
        limit: int,
        too_large: Callable[[], OperationError],
    ) -> FileWriter:
        """Store a file while it arrives: *expected* bytes, 0 if unknown; over *limit* raises *too_large*."""
        ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class NullFileStore(FileStore):
    """Used where no file store is configured: every use raises FileStoreNotConfigured."""

    async def save(
        self, consumer_id: str, path: Path, *, tier: str, name: str, media_type: str, sha256: str
    ) -> StoredFile:
        raise FileStoreNotConfigured

    def receive(
        self,
        consumer_id: str,
        tier: str,
        *,
        expected: int,
        limit: int,
        too_large: Callable[[], OperationError],
    ) -> FileWriter:
        raise FileStoreNotConfigured

    async def find(self, consumer_id: str, reference: str) -> StoredFile | None:
        if "://" in reference:
            return None
        raise FileStoreNotConfigured

    async def load(self, file: StoredFile, into: Path) -> None:
        raise FileStoreNotConfigured

    async def ping(self) -> None:
        return

    async def close(self) -> None:
        return


def open_file_store() -> FileStore:
    """Open the installed file store, found by its entry point, if FLOWFORGE_FILES_URL is set.

    Raises InvalidSettings if it is set and no file store is installed.
    """
    if not os.environ.get(URL_VARIABLE):
        return NullFileStore()
    found = next(iter(entry_points(group=ENTRY_POINTS)), None)
    if found is None:
        raise InvalidSettings(
            f"{URL_VARIABLE} is set, but no file store is installed: install flowforge-filestore"
        )
    store: FileStore = found.load()()
    return store


def is_file_store(kind: object) -> bool:
    """Return whether *kind* is a class that implements FileStore, as the type of a handler's parameter."""
    return isinstance(kind, type) and FileStore in kind.__mro__
