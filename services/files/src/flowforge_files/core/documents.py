"""How a file is shown."""

from datetime import UTC, datetime

from pydantic import BaseModel, Field

from flowforge_filestore import FileLibrary, FileRecord


class FileDocument(BaseModel):
    """Metadata of a stored file."""

    file_id: str = Field(description="Id to use in place of the file in other operations: {'file_id': ...}.")
    name: str = Field(description="Name of the file, as it was uploaded or stored.")
    media_type: str = Field(
        description="Media type detected from the content, else as declared or by file name."
    )
    bytes: int = Field(description="Size of the content.")
    sha256: str = Field(description="SHA-256 of the content, hexadecimal.")
    created_at: datetime = Field(description="When the file was stored, in UTC.")
    expires_at: datetime = Field(description="When the file expires.")
    url: str = Field(description="Signed URL. It works without an API key until the file expires.")


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
