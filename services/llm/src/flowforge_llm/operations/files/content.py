"""Download a file, compatible with OpenAI: GET /api/v1/llm/files/{file_id}/content."""

from flowforge_filestore import FileLibrary
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.files import EXAMPLE_ID, FileId
from servicekit import ContentOutput, Context, FileExpired, UnknownFile, operation


@operation(
    "/files/{file_id}/content",
    method="GET",
    example={"file_id": EXAMPLE_ID},
    needs="a file with this id",
    errors=[UnknownFile, FileExpired],
    dialect=OPENAI,
)
async def read_file_content(file_id: FileId, library: FileLibrary, context: Context) -> ContentOutput:
    return library.content(await library.record(context.consumer.id, file_id))
