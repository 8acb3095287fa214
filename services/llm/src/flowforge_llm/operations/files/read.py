"""Get the metadata of a file, compatible with OpenAI: GET /api/v1/llm/files/{file_id}."""

from flowforge_filestore import FileLibrary
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.files import EXAMPLE_ID, FileId, FileObject, show
from servicekit import Context, FileExpired, UnknownFile, operation


@operation(
    "/files/{file_id}",
    method="GET",
    example={"file_id": EXAMPLE_ID},
    needs="a file with this id",
    errors=[UnknownFile, FileExpired],
    dialect=OPENAI,
)
async def read_file(file_id: FileId, library: FileLibrary, context: Context) -> FileObject:
    return show(await library.record(context.consumer.id, file_id))
