"""Convert a file to upper case; how the result is made can be chosen."""

import time
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

from servicekit import Cache, Context, FileInput, FileOutput, InvalidInput, RequestForm, operation


class UpperForm(RequestForm):
    file: FileInput
    way: Literal["bytes", "path", "pieces", "fail_first", "fail_later", "slow"] = "bytes"
    name: str | None = None
    note: str = "fine"


class UpperReport(BaseModel):
    bytes: int
    note: str


class Unlucky(InvalidInput):
    code = "SAMPLE_UNLUCKY"
    message = "'file' is unlucky."


@operation(
    "/upper", example={"file": {"base64": "YWJj"}, "way": "bytes"}, errors=[Unlucky], cache=Cache(hours=1)
)
def upper_file(form: UpperForm, context: Context) -> FileOutput[UpperReport]:
    report = UpperReport(bytes=form.file.size, note=form.note)
    if form.way == "bytes":
        return FileOutput(form.file.content.upper(), "text/plain", form.name, report)
    if form.way == "path":
        made = context.workspace / "made"
        made.write_bytes(form.file.content.upper())
        return FileOutput(made, "text/plain", form.name, report)
    return FileOutput(_pieces(form), "text/plain", form.name, report)


def _pieces(form: UpperForm) -> Iterator[bytes]:
    if form.way == "fail_first":
        raise Unlucky
    for number, piece in enumerate(form.file.chunks(1 << 16)):
        if form.way == "fail_later" and number:
            raise RuntimeError("this happens in the middle")
        if form.way == "slow":
            time.sleep(0.05)
        yield piece.upper()
