"""How a file is shown."""

from datetime import UTC, datetime

from pydantic import BaseModel, Field

from servicekit import FileLibrary, FileRecord


class FileDocument(BaseModel):
    """A file of yours, as the store knows it."""

    file_id: str = Field(description="Goes wherever a file goes in: {'file_id': ...}.")
    name: str
    media_type: str = Field(description="Found by content; where that shows nothing, as declared or by name.")
    bytes: int = Field(description="Size of the content.")
    sha256: str = Field(description="SHA-256 of the content, hexadecimal.")
    created_at: datetime
    expires_at: datetime = Field(description="When the file is removed.")
    url: str = Field(description="Signed address: it needs no key, and works until the file expires.")


def show(library: FileLibrary, record: FileRecord) -> FileDocument:
    stored = library.stored(record)
    return FileDocument(
        file_id=stored.file_id,
        name=stored.name,
        media_type=stored.media_type,
        bytes=stored.size,
        sha256=stored.sha256,
        created_at=stored.created_at,
        expires_at=stored.expires_at,
        url=stored.url,
    )


def at(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
