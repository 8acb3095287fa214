"""Write title, author and other metadata of a PDF, in its information dictionary and its XMP alike."""

from datetime import UTC, datetime
from typing import Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.document_information import text_of
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileOutput, operation

_NAMES = {"title": "/Title", "author": "/Author", "subject": "/Subject", "keywords": "/Keywords",
          "creator": "/Creator", "producer": "/Producer"}  # fmt: skip


_PACKET = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Keywords": "pdf:Keywords",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}


class SetMetadata(Step):
    title: str | None = Field(None, max_length=2_000, description="New title; unchanged if absent.")
    author: str | None = Field(None, max_length=2_000, description="New author; unchanged if absent.")
    subject: str | None = Field(None, max_length=2_000, description="New subject; unchanged if absent.")
    keywords: str | None = Field(
        None, max_length=2_000, description="New keywords in one text; unchanged if absent."
    )
    creator: str | None = Field(None, max_length=2_000, description="The application it was written with.")
    producer: str | None = Field(None, max_length=2_000, description="The software that made the PDF.")
    language: str | None = Field(
        None, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", description="Language tag, such as en-US."
    )
    custom: dict[str, str] = Field(
        {}, max_length=50, description="Other entries by name; an empty text removes one."
    )
    remove: bool = Field(default=False, description="Remove all present metadata first.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        values = [getattr(self, name) for name in _NAMES]
        if not (self.remove or self.custom or self.language or any(value is not None for value in values)):
            raise ValueError("give at least one entry, or 'remove'")
        return self

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        if self.remove:
            for holder, key in ((pdf.trailer, "/Info"), (pdf.Root, "/Metadata")):
                if key in holder:
                    del holder[key]
        self._write_information(pdf)
        self._write_packet(pdf)
        if self.language:
            pdf.Root["/Lang"] = pikepdf.String(self.language)
        return pdf

    def _write_information(self, pdf: pikepdf.Pdf) -> None:
        entries = {key: getattr(self, name) for name, key in _NAMES.items()}
        entries |= {f"/{name}": value for name, value in self.custom.items()}
        for key, value in entries.items():
            if value:
                pdf.docinfo[key] = value
            elif value is not None and key in pdf.docinfo:
                del pdf.docinfo[key]
        pdf.docinfo["/ModDate"] = datetime.now(UTC).strftime("D:%Y%m%d%H%M%SZ")

    def _write_packet(self, pdf: pikepdf.Pdf) -> None:
        """Write XMP anew, so that it says what the information dictionary says."""
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        with pdf.open_metadata(set_pikepdf_as_editor=False) as packet:
            for key, name in _PACKET.items():
                value = text_of(pdf.docinfo.get(key))
                if value:
                    packet[name] = [value] if name == "dc:creator" else value


class SetMetadataForm(SetMetadata, PdfForm):
    pass


@operation(
    "/set-metadata", errors=OPENING, run=RUN, example={"file": THREE_PAGES, "title": "Invoice 2026-001"}
)
def set_metadata(form: SetMetadataForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
