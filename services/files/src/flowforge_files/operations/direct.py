"""Create a URL for uploading one file without an API key: send the bytes with PUT, once.

Use it for browsers and tools that must not know the API key. The file id is returned immediately and works
once the upload has completed.
"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_files.core.documents import at
from flowforge_files.core.limits import MOST_BYTES
from flowforge_filestore import FileLibrary, FileOwner, UploadMetadata
from servicekit import Context, FileIndexUnwritable, RequestBody, operation


class DirectRequest(RequestBody):
    name: str | None = Field(None, description="Name of the file.")
    media_type: str = Field(
        "application/octet-stream", description="Media type to use if the content does not reveal it."
    )
    max_bytes: Annotated[int, Field(ge=0, le=MOST_BYTES)] = Field(
        1 << 30, description="Maximum size of the upload in bytes."
    )
    expires_in_hours: Annotated[float | None, Field(gt=0, le=87_600)] = Field(
        None, description="Hours until the file expires, at most what your tier allows."
    )


class DirectUpload(BaseModel):
    """Where to send the bytes, and the id that the file will have."""

    file_id: str = Field(description="Id that the file has once it is uploaded.")
    method: str = Field(description="HTTP method of the upload.")
    url: str = Field(description="Address that takes the bytes, once.")
    expires_at: datetime = Field(description="When the URL expires.")


@operation(
    "/direct",
    example={"name": "report.pdf", "max_bytes": 10_000_000},
    errors=[FileIndexUnwritable],
    created=True,
)
async def begin_direct_upload(request: DirectRequest, library: FileLibrary, context: Context) -> DirectUpload:
    upload = await library.uploads.begin(
        FileOwner(context.consumer.id, context.consumer.tier),
        UploadMetadata(request.name, request.media_type),
        length=None,
        limit=request.max_bytes,
        hours=request.expires_in_hours,
        kind="direct",
    )
    grant = library.upload_grant(upload)
    return DirectUpload(
        file_id=upload.file_id,
        method="PUT",
        url=library.signer.address(grant),
        expires_at=at(grant.expires * 1000),
    )
