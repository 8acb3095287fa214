"""The request that adds a document."""

from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from flowforge_vector.core.chunking.chunks import ChunkRule, Method
from servicekit import FileInput, FileRule, RequestForm

MAX_TEXT, MAX_FILE_BYTES = 2_000_000, 100 << 20
DocumentId = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


class IngestForm(RequestForm):
    """A text or a file."""

    file: Annotated[FileInput, FileRule(max_bytes=MAX_FILE_BYTES)] | None = Field(
        default=None,
        description="The document to read. Give this or `text`.",
    )
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)] | None = Field(
        None, description="Plain text or Markdown, instead of a file."
    )
    document_id: DocumentId | None = Field(
        None, description="Id of the document. The name of the file, or one made of the text, if left out."
    )
    title: str | None = Field(
        None, max_length=500, description="Title of the document in lists; by default the one in the file."
    )
    metadata: dict[str, Any] = Field({}, description="Payload fields that every chunk gets.")
    method: Method = Field(
        "headings",
        description="Where chunks end: at sentences; at sentences and before every heading; at any word "
        "(tokens); or where the meaning changes (semantic).",
    )
    chunk_tokens: int = Field(200, ge=20, le=2000, description="Largest chunk, in estimated tokens.")
    overlap_tokens: int = Field(0, ge=0, le=500, description="Tokens that a chunk repeats of the one before.")
    include_heading: bool = Field(
        default=True, description="Embed each chunk together with the title and its headings."
    )
    stream: bool = Field(
        default=False, description="Send every step as a server-sent event; for documents that take minutes."
    )
    force: bool = Field(default=False, description="Write the document although its content is unchanged.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("give exactly one of 'file' and 'text'")
        if self.overlap_tokens >= self.chunk_tokens:
            raise ValueError("'overlap_tokens' must be less than 'chunk_tokens'")
        return self

    @property
    def rule(self) -> ChunkRule:
        return ChunkRule(self.method, self.chunk_tokens, self.overlap_tokens)
