"""Report what the caller stores and what is reserved."""

from pydantic import BaseModel

from flowforge_filestore import FileLibrary
from servicekit import Context, operation


class Kept(BaseModel):
    files: int
    bytes: int
    reserved: int


@operation("/usage", method="GET", example=None)
async def get_usage(library: FileLibrary, context: Context) -> Kept:
    usage = await library.usage(context.consumer.id)
    return Kept(files=usage.files, bytes=usage.bytes, reserved=usage.reserved)
