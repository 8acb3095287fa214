"""Data to work on: a text in the request, or a file beside it."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from flowforge_crypto.core.encodings.text import InputEncoding, decode
from servicekit import FileInput, RequestForm


class TextOrFile(RequestForm):
    """A form with exactly one of `text` and `file`."""

    file: FileInput | None = Field(None, description="The file, instead of 'text'.")
    text: str | None = Field(None, description="The text, instead of 'file'.")
    encoding: InputEncoding = "utf-8"

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("give exactly one of 'file' and 'text'")
        return self

    def pieces(self) -> Iterator[bytes]:
        """Yield the data in pieces; a file is never whole in memory."""
        if self.file is not None:
            return self.file.chunks()
        return iter((decode(self.text or "", self.encoding),))
