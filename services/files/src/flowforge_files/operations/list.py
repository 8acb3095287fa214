"""List your files page by page, newest first."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_files.core.documents import FileDocument, show
from flowforge_filestore import FileLibrary
from servicekit import Context, RequestBody, operation


class ListQuery(RequestBody):
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="Maximum number of files per page.")
    cursor: str = Field(
        "",
        pattern="^(file_[0-9a-f]{52})?$",
        description="`next_cursor` of the previous page. Omit it for the first page.",
    )


class FilePage(BaseModel):
    """Some of your files."""

    files: list[FileDocument] = Field(description="The files of this page, the newest first.")
    next_cursor: str | None = Field(description="Cursor of the next page; null on the last page.")


@operation("", method="GET", example={"limit": 10})
async def list_files(query: ListQuery, library: FileLibrary, context: Context) -> FilePage:
    page = await library.page(context.consumer.id, after=query.cursor, limit=query.limit)
    return FilePage(files=[show(library, record) for record in page.files], next_cursor=page.cursor)
