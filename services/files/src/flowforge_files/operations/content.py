"""Download a file or a byte range of it.

Supports Range, If-Range, If-None-Match and HEAD. The ETag is the SHA-256 of the content.
"""

from typing import Literal

from pydantic import Field

from flowforge_filestore import FileLibrary
from servicekit import ContentOutput, Context, FileExpired, RequestBody, UnknownFile, operation


class ContentQuery(RequestBody):
    disposition: Literal["attachment", "inline"] = Field(
        "attachment", description="Whether a browser saves or displays the file."
    )


@operation(
    "/{file_id}/content",
    method="GET",
    example={"file_id": "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"},
    errors=[UnknownFile, FileExpired],
)
async def get_content(
    query: ContentQuery, file_id: str, library: FileLibrary, context: Context
) -> ContentOutput:
    record = await library.record(context.consumer.id, file_id)
    return library.content(record, query.disposition)
