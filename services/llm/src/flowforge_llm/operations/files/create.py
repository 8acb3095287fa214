"""Upload a file, compatible with OpenAI: POST /api/v1/llm/files.

The file is kept in the file store, as POST /api/v1/files would keep it, and its id works in every service.
"""

from typing import Literal

from pydantic import Field

from flowforge_filestore import FileLibrary
from flowforge_llm.core.apis.openai.dialect import OPENAI
from flowforge_llm.core.apis.openai.files import SUFFIX, FileObject, show
from servicekit import FileUpload, RequestForm, operation


class CreateFileForm(RequestForm):
    file: FileUpload = Field(description="The file: JSON Lines for a batch.")
    purpose: Literal["batch", "user_data"] = Field(
        description="`batch` for requests to run, one per line; `user_data` for anything else."
    )


@operation(
    "/files",
    example={"file": {"base64": "e30K", "name": "requests.jsonl"}, "purpose": "batch"},
    dialect=OPENAI,
)
async def create_file(form: CreateFileForm, library: FileLibrary) -> FileObject:
    name = form.file.name or "file"
    if form.purpose == "batch" and not name.endswith(SUFFIX):
        name += SUFFIX
    return show(await library.keep(form.file, name=name))
