"""Files of the file store in the shape of OpenAI's Files API."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_filestore import FileRecord

Purpose = Literal["batch", "batch_output", "user_data"]
FileId = Annotated[str, Field(max_length=100, description="Id of the file, as its upload returned it.")]
EXAMPLE_ID = "file_018f3a5b6c7d00112233445566778899aabbccddeeff00112233"
SUFFIX = ".jsonl"
_OUTPUT = re.compile(r"batch_[0-9a-f]{32}_(output|error)\.jsonl")


class FileObject(BaseModel):
    """A file, as OpenAI's clients read it."""

    id: str = Field(description="Id of the file. Every other operation takes it as `file_id`.")
    object: Literal["file"] = Field(description="Always `file`.")
    bytes: int = Field(description="Size of the file.")
    created_at: int = Field(description="Unix time of the upload.")
    expires_at: int = Field(description="Unix time from which the file is gone.")
    filename: str = Field(description="Name of the file.")
    purpose: Purpose = Field(
        description="What the file is for, told from its name: output of a batch, requests (.jsonl), or data."
    )
    status: Literal["processed"] = Field(description="Always `processed`.")


def show(record: FileRecord) -> FileObject:
    return FileObject(
        id=record.file_id,
        object="file",
        bytes=record.size,
        created_at=record.created_ms // 1000,
        expires_at=record.kept_until_ms // 1000,
        filename=record.name,
        purpose=purpose_of(record.name),
        status="processed",
    )


def purpose_of(name: str) -> Purpose:
    if _OUTPUT.fullmatch(name):
        return "batch_output"
    return "batch" if name.endswith(SUFFIX) else "user_data"
