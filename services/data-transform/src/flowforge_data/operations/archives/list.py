"""List the files of an archive: ZIP, TAR, 7z, gzip, bzip2, xz or Zstandard. Nothing is unpacked."""

from pydantic import BaseModel, Field

from flowforge_data.core.archives.entries import (
    ARCHIVE_FAULTS,
    MAX_BYTES,
    ArchiveEntry,
    ArchiveFormat,
    Password,
)
from servicekit import Context, FileInput, Limits, Process, RequestForm, operation


class ListArchiveForm(RequestForm):
    file: FileInput = Field(description="The archive.")
    password: Password | None = Field(None, description="Password of a 7z archive with encrypted names.")


class ArchiveList(BaseModel):
    format: ArchiveFormat = Field(description="The format; tar.gz for a compressed TAR.")
    entries: list[ArchiveEntry] = Field(description="Files, folders and links in their order.")
    files: int = Field(description="How many files there are.")
    bytes: int | None = Field(description="Their size when unpacked; null if the archive does not say.")
    encrypted: bool = Field(description="Whether any of them needs a password.")


@operation(
    "/archives/list",
    errors=ARCHIVE_FAULTS,
    run=Process(max_memory_bytes=768 << 20),
    secret=True,
    limits=Limits(max_file_bytes=1 << 30),
    example={"file": {"base64": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="}},
)
def list_archive(form: ListArchiveForm, context: Context) -> ArchiveList:
    from flowforge_data.core.archives.reading import Budget, walk  # noqa: PLC0415 - for workers
    from flowforge_data.core.conversion.requests import on_disk  # noqa: PLC0415 - likewise

    path = on_disk(form.file, context.workspace / "archive")
    found, entries = walk(path, form.file.name, form.password, Budget(MAX_BYTES * 4))
    listed = [entry for entry, _ in entries]
    files = [entry for entry in listed if entry.kind == "file"]
    known = all(entry.bytes is not None for entry in files)
    return ArchiveList(
        format=found,
        entries=listed,
        files=len(files),
        bytes=sum(entry.bytes or 0 for entry in files) if known else None,
        encrypted=any(entry.encrypted for entry in listed),
    )
