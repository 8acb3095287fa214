"""HTML in a request: as a text or as a file."""

from typing import Self

from pydantic import Field, model_validator

from flowforge_pdf.core.making.page_setup import RemoteSetup
from servicekit import FileInput


class HtmlSource(RemoteSetup):
    html: str | None = Field(None, min_length=1, description="The HTML as a text.")
    file: FileInput | None = Field(None, description="The HTML as a file.")

    @model_validator(mode="after")
    def _has_html(self) -> Self:
        if (self.html is None) == (self.file is None):
            raise ValueError("give 'html' (a text) or 'file'")
        return self

    @property
    def text(self) -> str:
        if self.html is not None:
            return self.html
        return self.file.content.decode("utf-8-sig", "replace") if self.file else ""

    def name(self, otherwise: str) -> str:
        """Return the file's name without its extension."""
        stem = (self.file.name or "").rpartition(".")[0] if self.file else ""
        return stem or otherwise
