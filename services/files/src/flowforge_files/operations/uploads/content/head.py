"""Get the offset of a resumable upload (tus 1.0.0)."""

from flowforge_files.core.finished import progress_of
from flowforge_files.core.tus import TusReply, TusRequest, TusVersionUnsupported, reply
from flowforge_filestore import FileLibrary, UnknownUpload, UploadExpired
from servicekit import Context, Reply, operation


@operation(
    "/uploads/{upload_id}/content",
    method="HEAD",
    example={"upload_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"},
    errors=[TusVersionUnsupported, UnknownUpload, UploadExpired],
)
async def show_offset(
    headers: TusRequest, upload_id: str, library: FileLibrary, context: Context
) -> Reply[TusReply]:
    headers.check_version()
    return Reply(reply(await progress_of(library, context.consumer.id, upload_id)))
