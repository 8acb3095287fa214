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
    name: str
    media_type: str
    bytes: int
    description: str


class AttachmentsResult(BaseModel):
    count: int
    attachments: list[Attachment] = Field(description="In the order of their names.")
    warnings: list[str]


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
