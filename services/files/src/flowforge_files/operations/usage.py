"""Show the number and size of your stored files and your remaining quota."""

from pydantic import BaseModel, Field

from flowforge_filestore import FileLibrary
from servicekit import Context, operation


class FileUsage(BaseModel):
    """Every file counts with its whole size, also where content is stored once."""

    files: int = Field(description="Number of stored files.")
    bytes: int = Field(description="Size of all stored files.")
    reserved_bytes: int = Field(description="Bytes reserved for unfinished uploads.")
    quota_bytes: int = Field(description="Size that the stored files can have together.")
    time_to_live_hours: float = Field(description="Maximum number of hours that your files are stored.")


@operation("/usage", method="GET", example=None)
async def get_usage(library: FileLibrary, context: Context) -> FileUsage:
    usage = await library.usage(context.consumer.id)
    return FileUsage(
        files=usage.files,
        bytes=usage.bytes,
        reserved_bytes=usage.reserved,
        quota_bytes=library.settings.quota_of(context.consumer.tier),
        time_to_live_hours=library.settings.hours_of(context.consumer.tier),
    )
