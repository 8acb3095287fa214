"""Return the size and SHA-256 of a file."""

from typing import Annotated

from pydantic import BaseModel

from servicekit import FileInput, FileRule, RequestForm, operation


class MeasureForm(RequestForm):
    file: Annotated[FileInput, FileRule(min_bytes=1, max_bytes=200_000_000)]
    label: str = ""
    count: int = 1
    deep: dict[str, int] = {}
    tags: list[str] = []


class MeasureResult(BaseModel):
    name: str | None
    media_type: str
    bytes: int
    sha256: str
    label: str
    count: int
    deep: dict[str, int]
    tags: list[str]
    read: int


@operation("/measure", example={"file": {"base64": "aGVsbG8="}})
def measure_file(form: MeasureForm) -> MeasureResult:
    file = form.file
    return MeasureResult(
        name=file.name,
        media_type=file.media_type,
        bytes=file.size,
        sha256=file.sha256,
        label=form.label,
        count=form.count,
        deep=form.deep,
        tags=form.tags,
        read=sum(len(piece) for piece in file.chunks()),
    )
