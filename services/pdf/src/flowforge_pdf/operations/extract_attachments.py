"""Extract the files that are attached to a PDF."""

from pathlib import PurePath

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm, named
from flowforge_pdf.core.examples import ATTACHED
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import FileOutput, FileOutputs, InvalidInput, operation


class NoAttachments(InvalidInput):
    code = "PDF_HAS_NO_ATTACHMENTS"
    message = "The document has no attachments{detail}."


class ExtractAttachmentsForm(PdfForm):
    names: list[str] = Field([], max_length=1_000, description="Names of the files; by default all.")


class AttachmentsReport(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/extract-attachments", errors=(*OPENING, NoAttachments), run=RUN, cache=CACHE, example={"file": ATTACHED}
)
def extract_attachments(
    form: ExtractAttachmentsForm, settings: PdfSettings
) -> FileOutputs[AttachmentsReport]:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        files = [
            FileOutput(
                each.get_file().read_bytes(),
                each.get_file().mime_type or "application/octet-stream",
                PurePath(name.replace("\\", "/")).name or "attachment",
            )
            for name, each in opened.pdf.attachments.items()
            if not form.names or name in form.names
        ]
        if not files:
            raise NoAttachments(detail=" of these names" if form.names else "")
        report = AttachmentsReport(count=len(files), warnings=opened.warnings)
        return FileOutputs(files, named(form.file.name, "-attachments", "zip"), report)
