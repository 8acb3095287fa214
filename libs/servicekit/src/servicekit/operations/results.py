"""Files in JSON responses: base64 content, or the id and URL of a stored file."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

OutputOption = Literal["binary", "base64", "file"]


def _is_absent(value: object) -> bool:
    return value is None


def _describe_as_absent(schema: dict[str, Any]) -> None:
    """Document a field that is left out rather than null."""
    schema.pop("default", None)
    schema.update(schema.pop("anyOf")[0])


class Progress(BaseModel):
    """How far a request is."""

    done: float = Field(description="Steps that are done.")
    total: float = Field(description="Steps in all.")
    note: str = Field(description="What was done last, such as a page or a file; may be empty.")


_OMITTED = Field(default=None, exclude_if=_is_absent, json_schema_extra=_describe_as_absent)


class FileDocument(BaseModel):
    """A file that an operation made. What does not apply to the chosen output is left out."""

    name: str = Field(description="File name that fits the content.")
    media_type: str = Field(description="Media type of the content.")
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

    file: FileDocument = Field(description="The file that the operation made.")


class FilesResult(BaseModel):
    """Several files, as JSON."""

    files: list[FileDocument] = Field(description="The files that the operation made, in order.")


@cache
def with_report(result: type[FileResult | FilesResult], report: type[BaseModel]) -> type[BaseModel]:
    """Return the type of *result* beside a *report* of its making: FileResultWithMergeReport."""
    fields: dict[str, Any] = {
        "report": (
            Annotated[report | None, Field(description="What the operation reports about its result.")],
            _OMITTED,
        )
    }
    return create_model(f"{result.__name__}With{report.__name__}", __base__=result, **fields)
