"""Upload a file and get an id to use in place of the file in other operations.

Send the file as a form upload, as the raw body, as base64, or as a URL. It is stored for as long as your
tier allows, or for the number of hours that you set. Identical content is stored once.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_files.core.documents import FileDocument, show
from flowforge_filestore import FileLibrary
from servicekit import FileUpload, RequestForm, operation


class UploadForm(RequestForm):
    file: FileUpload = Field(description="The file to store.")
    name: str | None = Field(None, description="Name to store the file under instead of its own.")
    expires_in_hours: Annotated[float | None, Field(gt=0, le=87_600)] = Field(
        None, description="Hours until the file expires, at most what your tier allows."
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
