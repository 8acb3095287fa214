"""Keep an upload, or look at it and let it go."""

from typing import Literal

from pydantic import BaseModel

from flowforge_filestore import FileLibrary
from servicekit import Context, FileUpload, InvalidInput, RequestForm, operation


class HoldForm(RequestForm):
    file: FileUpload
    then: Literal["keep", "leave", "fail"] = "keep"


class Held(BaseModel):
    """What came, and what the caller keeps afterwards."""

    file_id: str | None
    bytes: int
    sha256: str
    name: str | None
    kept_files: int


class Unwanted(InvalidInput):
    code = "FILE_UNWANTED"
    message = "'file' is not wanted."


@operation(
    "/hold",
    example={"file": {"base64": "YWJj"}, "then": "leave"},
    errors=[Unwanted],
    created=True,
)
async def hold_file(form: HoldForm, library: FileLibrary, context: Context) -> Held:
    if form.then == "fail":
        raise Unwanted
    kept = await library.keep(form.file) if form.then == "keep" else None
    usage = await library.usage(context.consumer.id)
    return Held(
        file_id=kept.file_id if kept else None,
        bytes=form.file.size,
        sha256=form.file.sha256,
        name=form.file.name,
        kept_files=usage.files,
    )
