"""Where files live between requests: a `file_id` in place of bytes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from servicekit.errors import InvalidInput, NotFound


class FileStoreNotConfigured(InvalidInput):
    code = "FILE_STORE_NOT_CONFIGURED"
    message = "No file store is configured here: send the file itself or a URL, and ask for binary or base64."


class UnknownFile(NotFound):
    code = "FILE_NOT_FOUND"
    message = "There is no file '{file_id}', or it is not yours."


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: `url` is signed, needs no key, and works until `expires_at`."""

    file_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    url: str
    expires_at: datetime


class FileStore(Protocol):
    """Files of one consumer are never seen by another."""

    async def save(
        self, consumer_id: str, path: Path, *, name: str, media_type: str, sha256: str
    ) -> StoredFile:
        """Keep a copy of *path*."""
        ...

    async def load(self, consumer_id: str, file_id: str, into: Path) -> StoredFile:
        """Write the content to *into*. Raises UnknownFile."""
        ...

    def locate(self, url: str) -> str | None:
        """Return the file_id of one of our own signed URLs, None for any other URL."""
        ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class NullFileStore:
    """Stands in where no file store is configured: every use is a clear error."""

    async def save(
        self, consumer_id: str, path: Path, *, name: str, media_type: str, sha256: str
    ) -> StoredFile:
        raise FileStoreNotConfigured

    async def load(self, consumer_id: str, file_id: str, into: Path) -> StoredFile:
        raise FileStoreNotConfigured

    def locate(self, url: str) -> str | None:
        return None

    async def ping(self) -> None:
        return

    async def close(self) -> None:
        return
