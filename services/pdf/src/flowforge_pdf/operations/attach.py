"""Attach files to a PDF."""

from pathlib import PurePath

import pikepdf
from pydantic import Field

from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.faults import UnknownSource
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import FileInput, FileOutput, operation


class Attach(Step):
    source: list[int] = Field(
        [], max_length=100, description="Positions, from 0, among the 'sources'; by default all of them."
    )
    description: str = Field(
        "", max_length=1_000, description="Description of the files, as viewers show it."
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        for position in self.source or range(len(work.sources)):
            file = work.source(position)
            name = PurePath(file.name or f"attachment-{position + 1}").name
            if name in pdf.attachments:
                work.warn(f"'{name}' was attached already, and is replaced.")
            pdf.attachments[name] = pikepdf.AttachedFileSpec(
                pdf, file.content, filename=name, mime_type=file.media_type, description=self.description
            )
        return pdf


class AttachForm(Attach, PdfForm):
    attachments: list[FileInput] = Field(min_length=1, max_length=100, description="The files to attach.")


@operation(
    "/attach",
    errors=(*OPENING, UnknownSource),
    run=RUN,
    example={"file": THREE_PAGES, "attachments": [{"base64": "aGVsbG8=", "name": "hello.txt"}]},
)
def attach_files(form: AttachForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits, sources=form.attachments)
