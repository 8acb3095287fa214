"""Reverse the bytes of a file."""

from typing import Annotated

from pydantic import BaseModel

from servicekit import FileInput, FileOutput, FileRule, Process, RequestForm, operation


class ReverseForm(RequestForm):
    file: Annotated[FileInput, FileRule(max_bytes=1 << 20)]
    times: int = 1


class ReverseReport(BaseModel):
    times: int


@operation("/reverse", example={"file": {"base64": "YWJj"}}, run=Process())
def reverse(form: ReverseForm) -> FileOutput[ReverseReport]:
    content = form.file.content
    for _ in range(form.times):
        content = content[::-1]
    return FileOutput(
        content, form.file.media_type, f"reversed-{form.file.name}", ReverseReport(times=form.times)
    )
