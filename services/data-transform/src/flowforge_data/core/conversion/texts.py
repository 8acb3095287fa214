"""A text file of one known kind, as a file or as text."""

from typing import Self

from pydantic import Field, model_validator

from flowforge_data.core.conversion.forms import Encoding
from servicekit import FileInput, RequestForm


class TextFileForm(RequestForm):
    """Exactly one of `file` and `text`."""

    file: FileInput | None = Field(None, description="The file to read.")
    text: str | None = Field(None, max_length=16 << 20, description="The content itself, instead of a file.")
    encoding: Encoding | None = Field(None, description="Text encoding, such as utf-8; detected.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("give exactly one of 'file' and 'text'")
        return self
