"""Delete a file, compatible with OpenAI: DELETE /api/v1/llm/files/{file_id}."""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_filestore import FileInUse, FileLibrary
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.files import EXAMPLE_ID, FileId
from servicekit import Context, FileExpired, FileIndexUnwritable, UnknownFile, operation


class DeletedFile(BaseModel):
    """A file that no longer exists."""

    id: str = Field(description="Id of the file.")
    object: Literal["file"] = Field(description="Always `file`.")
    deleted: Literal[True] = Field(description="Always true.")


@operation(
    "/files/{file_id}",
    method="DELETE",
    example={"file_id": EXAMPLE_ID},
    needs="a file with this id",
    errors=[UnknownFile, FileExpired, FileInUse, FileIndexUnwritable],
    dialect=OPENAI,
)
async def delete_openai_file(file_id: FileId, library: FileLibrary, context: Context) -> DeletedFile:
    await library.delete(context.consumer.id, file_id)
    return DeletedFile(id=file_id, object="file", deleted=True)
