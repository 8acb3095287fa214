"""Cancel a resumable upload and delete its bytes (tus 1.0.0)."""

from flowforge_files.core.tus import TusReply, TusRequest, TusVersionUnsupported, reply
from flowforge_filestore import FileLibrary, UnknownUpload, UploadExpired
from servicekit import Context, FileIndexUnwritable, Reply, operation


@operation(
    "/uploads/{upload_id}/content",
    method="DELETE",
    example={"upload_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"},
    errors=[TusVersionUnsupported, UnknownUpload, UploadExpired, FileIndexUnwritable],
)
async def abandon_upload(
    headers: TusRequest, upload_id: str, library: FileLibrary, context: Context
) -> Reply[TusReply]:
    headers.check_version()
    await library.uploads.cancel(await library.uploads.find(context.consumer.id, upload_id))
    return Reply(reply())
