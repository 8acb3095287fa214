"""Begin a resumable upload (tus 1.0.0): the answer's Location is where the bytes go.

`Upload-Metadata` may hold `filename`, `filetype` and `expires_in_hours`. The last part of the location is the
id of the file to be. A body of type application/offset+octet-stream is its beginning.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_files.core.limits import MOST_BYTES
from flowforge_files.core.tus import (
    MetadataInvalid,
    TusReply,
    TusRequest,
    TusVersionUnsupported,
    read_metadata,
    reply,
)
from servicekit import (
    BodyStream,
    Context,
    FileLibrary,
    FileOwner,
    Reply,
    UnknownUpload,
    UploadTooLong,
    operation,
)


class CreateHeaders(TusRequest):
    upload_length: Annotated[int, Field(ge=0, le=MOST_BYTES)] = Field(
        description="How many bytes the file will have.", examples=[0]
    )
    upload_metadata: str | None = Field(None, description="Pairs of a name and a base64 value.")


@operation(
    "/uploads",
    example=None,
    errors=[TusVersionUnsupported, MetadataInvalid, UploadTooLong, UnknownUpload],
    deadline=timedelta(hours=1),
    jobs=False,
    idempotent=False,
    created=True,
)
async def create_upload(
    headers: CreateHeaders, body: BodyStream, library: FileLibrary, context: Context
) -> Reply[TusReply]:
    headers.check_version()
    metadata = read_metadata(headers.upload_metadata)
    upload = await library.uploads.begin(
        FileOwner(context.consumer.id, context.consumer.tier),
        length=headers.upload_length,
        limit=MOST_BYTES,
        name=metadata.get("filename") or metadata.get("name"),
        media_type=metadata.get("filetype") or metadata.get("type") or "application/octet-stream",
        hours=_hours(metadata.get("expires_in_hours")),
    )
    progress = await library.uploads.append(upload, 0, body.pieces)
    return Reply(reply(progress, f"/api/v1/files/uploads/{upload.file_id}"))


def _hours(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        hours = float(text)
    except ValueError as error:
        raise MetadataInvalid("'expires_in_hours' in Upload-Metadata should be a number.") from error
    if not 0 < hours < float("inf"):
        raise MetadataInvalid("'expires_in_hours' in Upload-Metadata should be more than 0.")
    return hours
