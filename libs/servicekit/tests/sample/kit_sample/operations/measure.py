"""Return the size and SHA-256 of a file."""

from typing import Annotated

from pydantic import BaseModel

from servicekit import FileInput, FileRule, InvalidInput, RequestForm, operation


class Marked(InvalidInput):
    code = "SAMPLE_MARKED"
    message = "'{field}' has the mark after {count} bytes."


class Marks:
    """Refuses a file as soon as the mark arrives."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._count = 0

    def add(self, piece: bytes) -> None:
        if (place := piece.find(b"<refuse>")) >= 0:
            raise Marked(field=self._field, count=self._count + place)
        self._count += len(piece)


class MeasureForm(RequestForm):
    file: Annotated[FileInput, FileRule(min_bytes=1, max_bytes=200_000_000, watch=Marks)]
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


@operation("/measure", example={"file": {"base64": "aGVsbG8="}}, errors=[Marked])
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
