"""List your files, newest first, compatible with OpenAI: GET /api/v1/llm/files."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_filestore import FileLibrary
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.files import FileObject, Purpose, show
from servicekit import Context, RequestBody, operation


class ListFilesQuery(RequestBody):
    after: str = Field(
        "",
        pattern="^(file_[0-9a-f]{52})?$",
        description="Id of the last file of the previous page. Omit it for the first page.",
    )
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="Files per page.")
    order: Literal["desc"] = Field("desc", description="Newest first.")
    purpose: Purpose | None = Field(
        None, description="Only files for this purpose. A page may then have fewer files than `limit`."
    )


class FileList(BaseModel):
    """Some of your files."""

    object: Literal["list"] = Field(description="Always `list`.")
    data: list[FileObject] = Field(description="The files of this page.")
    first_id: str | None = Field(description="Id of the first file; null on an empty page.")
    last_id: str | None = Field(description="Give this as `after` for the next page.")
    has_more: bool = Field(description="Whether there is a next page.")


@operation("/files", method="GET", example={"limit": 10}, dialect=OPENAI)
async def list_openai_files(query: ListFilesQuery, library: FileLibrary, context: Context) -> FileList:
    page = await library.page(context.consumer.id, after=query.after, limit=query.limit)
    shown = [show(record) for record in page.files]
    found = [file for file in shown if query.purpose in (None, file.purpose)]
    last = shown[-1].id if shown else None
    first = found[0].id if found else None
    return FileList(object="list", data=found, first_id=first, last_id=last, has_more=page.cursor is not None)
