"""Delete a file. Its id and its signed URLs stop working immediately.

The content is removed ten minutes later, so that running downloads can finish, unless another file uses it.
"""

from flowforge_filestore import FileInUse, FileLibrary
from servicekit import Context, FileExpired, FileIndexUnwritable, UnknownFile, operation


@operation(
    "/{file_id}",
    method="DELETE",
    example={"file_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"},
    errors=[UnknownFile, FileExpired, FileInUse, FileIndexUnwritable],
)
async def delete_file(file_id: str, library: FileLibrary, context: Context) -> None:
    await library.delete(context.consumer.id, file_id)
