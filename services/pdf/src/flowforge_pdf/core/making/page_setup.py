"""Paper, margins, headers and footers of documents that are made."""

import json

from pydantic import BaseModel, Field, field_validator

from flowforge_pdf.core.lengths import Length, Paper
from flowforge_pdf.core.making.resources import is_remote
from servicekit import FileInput, RequestForm


class SentResources(RequestForm):
    """Files that are sent with a document."""

    resources: list[FileInput] = Field(
        [],
        max_length=100,
        description="Pictures, fonts and style sheets, found by the names that the document uses.",
    )


class RemoteSetup(SentResources):
    """Files of a document: sent, or of other servers."""

    remote: bool = Field(
        default=True,
        description="Load pictures, style sheets and fonts from public http and https addresses. Those of "
        "private networks are never opened.",
    )
    base_url: str | None = Field(
        None,
        max_length=2000,
        description="Address that relative names in the document refer to, as https://example.com/page.",
    )

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, given: str | None) -> str | None:
        if given is not None and not is_remote(given):
            raise ValueError("should begin with http:// or https://")
        return given


class PaperSetup(RequestForm):
    """Paper, margins, header, footer and title."""

    paper: Paper = Field(
        "a4", validate_default=True, description="Paper, such as a4, 'letter landscape', 100mm x 150mm."
    )
    margin_top: Length = Field(
        "20mm",
        validate_default=True,
        description="Space above the content: a number of points, or a text such as 20mm.",
    )
    margin_right: Length = Field(
        "20mm", validate_default=True, description="Space to the right of the content."
    )
    margin_bottom: Length = Field("20mm", validate_default=True, description="Space below the content.")
    margin_left: Length = Field(
        "20mm", validate_default=True, description="Space to the left of the content."
    )
    header: str = Field(
        "", max_length=500, description="Text at the top of pages; {page} and {pages} are numbers."
    )
    footer: str = Field("", max_length=500, description="Text at the bottom of pages; as 'header'.")
    title: str = Field("", max_length=500, description="Title in the document's metadata.")

    @property
    def css(self) -> str:
        """Return page rules, which those of the document win over."""
        width, height = self.paper
        margins = (self.margin_top, self.margin_right, self.margin_bottom, self.margin_left)
        edges = " ".join(f"{each:.2f}pt" for each in margins)
        boxes = "".join(
            f"@{where}-center{{content:{_content(text)};font:9pt 'Noto Sans';color:#444}}"
            for where, text in (("top", self.header), ("bottom", self.footer))
            if text
        )
        page = f"@page{{size:{width:.2f}pt {height:.2f}pt;margin:{edges};{boxes}}}"
        return page + "body{font-family:'Noto Sans'}"


class PageSetup(SentResources, PaperSetup):
    """Page setup of documents with files that are sent."""


class WebPageSetup(RemoteSetup, PageSetup):
    """Page setup of documents that may name files of other servers."""


def _content(text: str) -> str:
    """Return a text with counters as CSS has it."""
    parts: list[str] = []
    for piece in text.replace("{pages}", "\0pages\0").replace("{page}", "\0page\0").split("\0"):
        if piece in ("page", "pages"):
            parts.append(f"counter({piece})")
        elif piece:
            parts.append(json.dumps(piece, ensure_ascii=False).replace("<", "\\3c "))
    return " ".join(parts)


class MadeReport(BaseModel):
    pages: int = Field(description="Number of pages in the result.")
    engine: str = Field(description="What set the document: plutoprint, weasyprint or chromium.")
    missing: list[str] = Field(description="Resources that the document names and that were not sent.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )
