"""Create a resumable upload (tus 1.0.0). The Location header of the response is its URL.

`Upload-Metadata` may contain `filename`, `filetype` and `expires_in_hours`. The last segment of the URL is
the id of the future file. A body of type application/offset+octet-stream holds its first bytes. To upload
parts in parallel, create each with `Upload-Concat: partial` and join them at the end.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from flowforge_files.core.limits import MOST_BYTES
from flowforge_files.core.tus import (
    ConcatInvalid,
    LengthMissing,
    MetadataInvalid,
    TusReply,
    TusRequest,
    TusVersionUnsupported,
    read_metadata,
    read_parts,
    reply,
)
from flowforge_filestore import (
    FileLibrary,
    FileOwner,
    PartUnfinished,
    UnknownUpload,
    UploadExpired,
    UploadMetadata,
    UploadTooLong,
)
from servicekit import BodyStream, Context, Reply, operation


class CreateHeaders(TusRequest):
    upload_length: Annotated[int | None, Field(ge=0)] = Field(
        None, description="Total length of the file in bytes.", examples=[0]
    )
    upload_defer_length: Literal["1"] | None = Field(None, description="1 if a later PATCH sets the length.")
    upload_concat: str | None = Field(
        None, description="'partial' for a part of a file; 'final;' and the URLs of the parts to join them."
    )
    upload_metadata: str | None = Field(
        None, description="Comma-separated pairs of a name and a base64 value."
    )

    @property
    def joins(self) -> bool:
        return self.upload_concat is not None and self.upload_concat != "partial"

    def check_length(self) -> None:
        """Raise LengthMissing unless the length is given exactly once where it is needed."""
        given = (self.upload_length is not None) + (self.upload_defer_length is not None)
        if given != (0 if self.joins else 1):
            raise LengthMissing


@operation(
    "/uploads",
    example=None,
    errors=[
        TusVersionUnsupported,
        MetadataInvalid,
        LengthMissing,
        ConcatInvalid,
        PartUnfinished,
        UploadTooLong,
        UnknownUpload,
        UploadExpired,
    ],
    deadline=timedelta(hours=1),
    created=True,
)
async def create_upload(
    headers: CreateHeaders, body: BodyStream, library: FileLibrary, context: Context
) -> Reply[TusReply]:
    headers.check_version()
    headers.check_length()
    metadata = read_metadata(headers.upload_metadata)
    declared = UploadMetadata(
        metadata.get("filename") or metadata.get("name"),
        metadata.get("filetype") or metadata.get("type") or "application/octet-stream",
        headers.upload_metadata or "",
    )
    owner, hours = FileOwner(context.consumer.id, context.consumer.tier), _hours(metadata)
    if headers.upload_concat is not None and headers.joins:
        parts = read_parts(headers.upload_concat)
        progress = await library.uploads.join(owner, parts, declared, hours=hours)
    else:
        upload = await library.uploads.begin(
            owner,
            declared,
            length=headers.upload_length,
            limit=MOST_BYTES,
            hours=hours,
            kind="part" if headers.upload_concat else "resumable",
        )
        progress = await library.uploads.append(upload, 0, body.pieces)
    return Reply(reply(progress, f"/api/v1/files/uploads/{progress.upload_id}/content"))


def _hours(metadata: Mapping[str, str]) -> float | None:
    if (text := metadata.get("expires_in_hours")) is None:
        return None
    try:
        hours = float(text)
    except ValueError as error:
        raise MetadataInvalid("'expires_in_hours' in Upload-Metadata should be a number.") from error
    if not 0 < hours < float("inf"):
        raise MetadataInvalid("'expires_in_hours' in Upload-Metadata should be more than 0.")
    return hours
