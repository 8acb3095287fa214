"""Make an archive of files: ZIP (also with AES-256), 7z, TAR, or a single file with gzip, xz or Zstandard."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_data.core.archives.entries import ArchiveFormat, Password
from servicekit import Context, FileInput, FileOutput, Limits, Process, RequestForm, operation

_MAX_FILES = 500
_MEDIA = {
    "zip": "application/zip", "7z": "application/x-7z-compressed", "tar": "application/x-tar",
    "gz": "application/gzip",
    "bz2": "application/x-bzip2", "xz": "application/x-xz", "zst": "application/zstd",
}  # fmt: skip
_WITH_PASSWORD = ("zip", "7z")


class CreateArchiveForm(RequestForm):
    files: list[FileInput] = Field(min_length=1, max_length=_MAX_FILES, description="The files.")
    paths: list[Annotated[str, Field(min_length=1, max_length=1_000)]] = Field(
        [], max_length=_MAX_FILES, description="Path of each file in the archive; empty: their names."
    )
    format: ArchiveFormat = Field("zip", description="The format; gz, bz2, xz and zst hold one file.")
    password: Password | None = Field(None, description="Encrypt with AES-256; for zip and 7z.")
    level: int = Field(6, ge=0, le=9, description="0 is fast and large, 9 is slow and small.")
    name: str = Field("archive", min_length=1, max_length=200, description="Name of the archive.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.paths and len(self.paths) != len(self.files):
            raise ValueError("'paths' needs as many paths as there are 'files'")
        if self.password is not None and self.format not in _WITH_PASSWORD:
            raise ValueError("'password' is for the formats zip and 7z")
        if self.format in ("gz", "bz2", "xz", "zst") and len(self.files) != 1:
            raise ValueError(f"the format {self.format} holds one file: use tar.{self.format} for several")
        return self


@operation(
    "/archives/create",
    run=Process(max_memory_bytes=1 << 30),
    json_file=True,
    secret=True,
    limits=Limits(max_file_bytes=256 << 20, max_files=_MAX_FILES),
    example={"files": [{"base64": "YWJj", "name": "a.txt"}], "format": "zip"},
)
def create_archive(form: CreateArchiveForm, context: Context) -> FileOutput:
    from flowforge_data.core.archives.names import distinct_path, safe_path  # noqa: PLC0415 - for workers
    from flowforge_data.core.archives.writing import write_archive  # noqa: PLC0415 - likewise
    from flowforge_data.core.conversion.requests import on_disk  # noqa: PLC0415 - likewise

    taken: set[str] = set()
    given = form.paths or [file.name or f"file-{number}" for number, file in enumerate(form.files, 1)]
    paths = [distinct_path(safe_path(one), taken) for one in given]
    disks = [on_disk(file, context.workspace / f"in{number}") for number, file in enumerate(form.files)]
    target = context.workspace / "made"
    write_archive(
        form.format, list(zip(disks, paths, strict=True)), target, password=form.password, level=form.level
    )
    single = form.format in ("gz", "bz2", "xz", "zst")
    stem = paths[0] if single and form.name == "archive" else form.name
    media = _MEDIA[form.format.rpartition(".")[2]]
    return FileOutput(target, media, f"{stem.rpartition('/')[2]}.{form.format}")
