"""Get the metadata of a file."""

from flowforge_files.core.documents import FileDocument, show
from flowforge_filestore import FileLibrary
from servicekit import Context, FileExpired, UnknownFile, operation

EXAMPLE = {"file_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"}


@operation("/{file_id}", method="GET", example=EXAMPLE, errors=[UnknownFile, FileExpired])
async def get_file(file_id: str, library: FileLibrary, context: Context) -> FileDocument:
    return show(library, await library.record(context.consumer.id, file_id))
