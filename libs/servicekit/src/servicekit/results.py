"""A file in a JSON answer: `?output=base64` carries its bytes, `?output=file` tells where it is stored."""

import mimetypes
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, SerializeAsAny

OutputOption = Literal["binary", "base64", "file"]
ReportT = TypeVar("ReportT", bound=BaseModel)


def _is_absent(value: object) -> bool:
    return value is None


def _describe_as_absent(schema: dict[str, Any]) -> None:
    """Document a field that is left out rather than null."""
    schema.pop("default", None)
    schema.update(schema.pop("anyOf")[0])


_OMITTED = Field(default=None, exclude_if=_is_absent, json_schema_extra=_describe_as_absent)


class FileDocument(BaseModel):
    """A file that an operation made. What does not apply to the chosen output is left out."""

    name: str
    media_type: str
    bytes: int = Field(description="Size of the content.")
    sha256: str = Field(description="SHA-256 of the content, hexadecimal.")
    base64: Annotated[str | None, Field(description="The content, with output=base64.")] = _OMITTED
    file_id: Annotated[str | None, Field(description="Id of the stored file, with output=file.")] = _OMITTED
    url: Annotated[str | None, Field(description="Signed address of the stored file, with output=file.")] = (
        _OMITTED
    )
    expires_at: Annotated[datetime | None, Field(description="When the stored file is removed.")] = _OMITTED


class FileResult(BaseModel):
    """One file, as JSON."""

    file: FileDocument


class FilesResult(BaseModel):
    """Several files, as JSON."""

    files: list[FileDocument]


class _Named(BaseModel):
    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name a schema so that generated clients have a readable type: FileResultWithMergeReport."""
        return f"{cls.__name__.removeprefix('Reported')}With{params[0].__name__}"


class ReportedFileResult(_Named, FileResult, Generic[ReportT]):
    """One file and the report of its making, as JSON."""

    report: SerializeAsAny[ReportT] | None = _OMITTED


class ReportedFilesResult(_Named, FilesResult, Generic[ReportT]):
    """Several files and the report of their making, as JSON."""

    report: SerializeAsAny[ReportT] | None = _OMITTED


def file_name(name: str | None, media_type: str, stem: str = "result") -> str:
    """Return *name*, or for a file that has none *stem* with the usual extension of *media_type*."""
    return name or stem + (mimetypes.guess_extension(media_type) or ".bin")
