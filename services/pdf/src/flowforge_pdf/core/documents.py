"""From a document to a document: open once, apply steps, save once."""

import io
from collections.abc import Sequence
from pathlib import PurePath

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.steps import Saving, Step, Work, apply_steps
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import open_pdf
from servicekit import Cache, FileInput, FileOutput, RequestForm

MEDIA_TYPE = "application/pdf"
LOST_ENCRYPTION = "The result is not encrypted, although a file that was sent is: use /encrypt to protect it."


class PdfForm(RequestForm):
    """A request with one document."""

    file: FileInput = Field(description="The PDF.")
    password: str | None = Field(
        None, max_length=127, description="Password that opens the PDF, if it is encrypted."
    )


class PdfReport(BaseModel):
    """What was written, and what the caller should know about it."""

    pages: int = Field(description="Number of pages in the result.")
    bytes: int = Field(description="Size of the result in bytes.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


def has_no_password(form: PdfForm) -> bool:
    return form.password is None


CACHE = Cache(hours=24, when=has_no_password)


def change(
    form: PdfForm, steps: Sequence[Step], limits: PdfLimits, *, sources: Sequence[FileInput] = ()
) -> FileOutput[PdfReport]:
    """Open the form's document, apply *steps*, and return what they made of it."""
    with open_pdf(form.file.path, form.password, limits) as opened:
        work = Work(limits, tuple(sources), opened.warnings)
        changed = apply_steps(opened.pdf, steps, work)
        return written(changed, work, form.file.name, source=opened.pdf)


def written(
    pdf: pikepdf.Pdf, work: Work, name: str | None, *, source: pikepdf.Pdf | None = None
) -> FileOutput[PdfReport]:
    """Save *pdf* under the name that was sent; *source* tells whether the result is to be encrypted again."""
    encrypted = source is not None and source.is_encrypted
    if work.saving.encryption is None and encrypted:
        if pdf is source:
            work.saving.encryption = True
        else:
            work.warn(LOST_ENCRYPTION)
    try:
        content = save(pdf, work.saving)
    except RuntimeError:
        if work.saving.encryption is not True:
            raise
        work.saving.encryption = False  # its old way to encrypt cannot be written any more
        work.warn(LOST_ENCRYPTION)
        content = save(pdf, work.saving)
    return as_file(content, len(pdf.pages), work, named(name))


def as_file(content: bytes, pages: int, work: Work, name: str) -> FileOutput[PdfReport]:
    """Return a document that is written, with what there is to know about it."""
    report = PdfReport(pages=pages, bytes=len(content), warnings=work.warnings)
    return FileOutput(content, MEDIA_TYPE, name, report)


def save(pdf: pikepdf.Pdf, saving: Saving | None = None) -> bytes:
    saving = saving or Saving()
    mode = pikepdf.ObjectStreamMode
    streams = mode.preserve
    if saving.object_streams is not None:
        streams = mode.generate if saving.object_streams else mode.disable
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        encryption=saving.encryption if saving.encryption is not None else False,
        linearize=saving.linearize,
        object_stream_mode=streams,
        recompress_flate=saving.recompress,
        min_version=saving.version,
    )
    return buffer.getvalue()


def named(name: str | None, suffix: str = "", extension: str = "pdf") -> str:
    """Return the name of the file that was sent, with *suffix* and *extension*."""
    stem = PurePath(name).stem if name else "document"
    return f"{stem or 'document'}{suffix}.{extension}"
