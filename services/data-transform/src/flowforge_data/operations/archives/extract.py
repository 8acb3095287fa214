"""Extract the files of an archive: ZIP (also encrypted), TAR, 7z, gzip, bzip2, xz or Zstandard.

`pattern` chooses files, such as *.csv. Paths are made safe, links are left out, and unpacking ends at
`max_bytes` (512 MiB at the most) or 10,000 files: an archive bomb is refused.
"""

from pydantic import BaseModel, Field

from flowforge_data.core.archives.entries import (
    ARCHIVE_FAULTS,
    MAX_BYTES,
    ArchiveFormat,
    NoSuchEntry,
    Password,
)
from servicekit import Context, FileInput, FileOutputs, Limits, Process, RequestForm, operation


class ExtractArchiveForm(RequestForm):
    file: FileInput = Field(description="The archive.")
    pattern: list[str] = Field(
        [], max_length=100, description="Files to extract, with * and ?, such as *.csv; empty: all."
    )
    password: Password | None = Field(None, description="Password of an encrypted ZIP or 7z archive.")
    max_bytes: int = Field(
        MAX_BYTES, ge=1, le=MAX_BYTES, description="Most bytes that all files together may have."
    )


class ExtractReport(BaseModel):
    format: ArchiveFormat = Field(description="The format of the archive.")
    files: int = Field(description="How many files were extracted.")
    bytes: int = Field(description="How many bytes they have.")
    warnings: list[str] = Field(description="What was renamed or left out.")


@operation(
    "/archives/extract",
    errors=[*ARCHIVE_FAULTS, NoSuchEntry],
    run=Process(max_memory_bytes=1 << 30),
    secret=True,
    limits=Limits(max_file_bytes=1 << 30),
    example={
        "file": {
            "base64": "UEsDBBQAAAAAAAAAIVjCQSQ1AwAAAAMAAAAFAAAAYS50eHRhYmNQSwECFAMUAAAAAAAAACFYwkEkNQMA"
            "AAADAAAABQAAAAAAAAAAAAAAgAEAAAAAYS50eHRQSwUGAAAAAAEAAQAzAAAAJgAAAAAA"
        }
    },
)
def extract_archive(form: ExtractArchiveForm, context: Context) -> FileOutputs[ExtractReport]:
    from flowforge_data.core.archives.extraction import Choice, extract  # noqa: PLC0415 - for workers
    from flowforge_data.core.conversion.requests import on_disk  # noqa: PLC0415 - likewise

    path = on_disk(form.file, context.workspace / "archive")
    choice = Choice(tuple(form.pattern), form.password, form.max_bytes)
    found = extract(path, form.file.name, choice, context.workspace)
    report = ExtractReport(
        format=found.format, files=len(found.files), bytes=found.bytes, warnings=found.warnings
    )
    return FileOutputs(found.files, "extracted.zip", report)
