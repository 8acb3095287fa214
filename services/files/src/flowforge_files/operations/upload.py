"""Keep a file, and get an id that stands for it wherever a file goes in.

The file comes as a form upload, as the raw body, as base64, or from a URL. It is kept for as long as your
tier allows, or for fewer hours. Content that you have already is stored once.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_files.core.documents import FileDocument, show
from servicekit import FileLibrary, FileUpload, RequestForm, operation


class UploadForm(RequestForm):
    file: FileUpload
    name: str | None = Field(None, description="Another name than that of the uploaded file.")
    expires_in_hours: Annotated[float | None, Field(gt=0, le=87_600)] = Field(
        None, description="Fewer hours than your tier allows."
    )


@operation(
    "",
    example={"file": {"base64": "aGVsbG8=", "name": "hello.txt"}, "expires_in_hours": 1},
    deadline=timedelta(minutes=10),
    created=True,
)
async def upload_file(form: UploadForm, library: FileLibrary) -> FileDocument:
    record = await library.keep(form.file, name=form.name, hours=form.expires_in_hours)
    return show(library, record)
