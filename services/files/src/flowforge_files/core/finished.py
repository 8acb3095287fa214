"""Uploads whose last bytes have arrived: a client that missed the answer asks again."""

from flowforge_filestore import FileLibrary, UnknownUpload, UploadProgress
from servicekit import FileExpired, UnknownFile


async def progress_of(library: FileLibrary, consumer_id: str, upload_id: str) -> UploadProgress:
    """Return how far an upload is, also after it became a file. Raises UnknownUpload or UploadExpired."""
    try:
        return await library.uploads.settle(await library.uploads.find(consumer_id, upload_id))
    except UnknownUpload:
        try:
            record = await library.record(consumer_id, upload_id)
        except (UnknownFile, FileExpired) as error:
            raise UnknownUpload(upload_id=upload_id[:100]) from error
        return UploadProgress(upload_id, record.size, record.size, record.expires_ms, record)
