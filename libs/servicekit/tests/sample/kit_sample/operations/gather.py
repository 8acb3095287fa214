"""Accept several files and one picture, and return them as several files."""

from typing import Annotated

from pydantic import BaseModel

from servicekit import FileInput, FileOutput, FileOutputs, FileRule, Limits, RequestForm, operation


class GatherForm(RequestForm):
    files: list[FileInput] = []
    picture: Annotated[FileInput | None, FileRule(media_types=("image/*",), max_bytes=1000)] = None


class GatherReport(BaseModel):
    count: int


@operation("/gather", example={"files": [{"base64": "YQ==", "name": "a.txt"}]}, limits=Limits(max_files=3))
def gather_files(form: GatherForm) -> FileOutputs[GatherReport]:
    given = [*form.files, *([form.picture] if form.picture else [])]
    outputs = [FileOutput(file.path, file.media_type, file.name) for file in given]
    return FileOutputs(outputs, "gathered.zip", GatherReport(count=len(given)))
