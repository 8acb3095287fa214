"""Append bytes to a resumable upload (tus 1.0.0). The last bytes complete the file.

Bytes that arrived before a connection was interrupted are kept: get the offset with HEAD and resume there.
With Upload-Checksum, a chunk is stored completely or not at all.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flowforge_files.core.tus import (
    OFFSET_TYPE,
    ChecksumUnknown,
    TusReply,
    TusRequest,
    TusVersionUnsupported,
    read_checksum,
    reply,
)
from flowforge_filestore import (
    FileLibrary,
    UnknownUpload,
    UploadExpired,
    UploadInTooManyPieces,
    UploadLengthKnown,
    UploadMoved,
    UploadTooLong,
)
from servicekit import BodyStream, ChecksumMismatch, Context, FileRule, Reply, operation


class PatchHeaders(TusRequest):
    upload_offset: Annotated[int, Field(ge=0)] = Field(description="Offset of these bytes in the file.")
    upload_length: Annotated[int | None, Field(ge=0)] = Field(
        None, description="Total length, if the upload was created without one."
    )
    upload_checksum: str | None = Field(
        None, description="Checksum of the body: algorithm, space, base64 digest."
    )


@operation(
    "/uploads/{upload_id}/content",
    method="PATCH",
    example={"upload_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"},
    errors=[
        TusVersionUnsupported,
        UnknownUpload,
        UploadExpired,
        UploadMoved,
        UploadLengthKnown,
        UploadTooLong,
        UploadInTooManyPieces,
        ChecksumUnknown,
        ChecksumMismatch,
    ],
    deadline=timedelta(hours=1),
)
async def append_bytes(
    headers: PatchHeaders,
    upload_id: str,
    body: Annotated[BodyStream, FileRule(media_types=(OFFSET_TYPE,))],
    library: FileLibrary,
    context: Context,
) -> Reply[TusReply]:
    headers.check_version()
    expected = read_checksum(headers.upload_checksum)
    upload = await library.uploads.find(context.consumer.id, upload_id)
    if headers.upload_length is not None:
        upload = await library.uploads.announce(upload, headers.upload_length)
    return Reply(reply(await library.uploads.append(upload, headers.upload_offset, body.pieces, expected)))
