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
    """A kept file: `url` is signed, needs no key, and works for a while; the file goes at `expires_at`."""

    file_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    url: str
    created_at: datetime
    expires_at: datetime


class FileStore(Protocol):
    """Files of one consumer are never seen by another; a signed address opens its file for everybody."""

    async def save(
        self, consumer_id: str, path: Path, *, tier: str, name: str, media_type: str, sha256: str
    ) -> StoredFile:
        """Keep a copy of *path*, for as long as the *tier* may."""
        ...

    async def find(self, consumer_id: str, reference: str) -> StoredFile | None:
        """Look up a file_id of this consumer, or one of our own signed URLs; None for any other URL.

        Raises UnknownFile and the store's own errors.
        """
        ...

    async def load(self, file: StoredFile, into: Path) -> None:
        """Write the content of a file that was found to *into*."""
        ...

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class NullFileStore:
    """Stands in where no file store is configured: every use is a clear error."""

    async def save(
        self, consumer_id: str, path: Path, *, tier: str, name: str, media_type: str, sha256: str
    ) -> StoredFile:
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
