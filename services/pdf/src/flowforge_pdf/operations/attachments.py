"""List the files that are attached to a PDF."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import operation


class AttachmentsForm(PdfForm):
    pass


class Attachment(BaseModel):
    name: str = Field(description="File name of the attachment.")
    media_type: str = Field(description="Media type that the document states.")
    bytes: int = Field(description="Size of the attached file.")
    description: str = Field(description="What the document says about it; empty if nothing.")


class AttachmentsResult(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    attachments: list[Attachment] = Field(description="In the order of their names.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/attachments", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def list_attachments(form: AttachmentsForm, settings: PdfSettings) -> AttachmentsResult:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        found = [
            Attachment(
                name=name,
                media_type=each.get_file().mime_type or "application/octet-stream",
                bytes=len(each.get_file().read_bytes()),
                description=each.description or "",
            )
            for name, each in opened.pdf.attachments.items()
        ]
        return AttachmentsResult(count=len(found), attachments=found, warnings=opened.warnings)
