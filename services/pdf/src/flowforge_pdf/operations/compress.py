"""Make a PDF smaller: images resampled and recompressed, fonts subset, equal streams merged, objects packed.

The result is never larger than the file that was sent; with `max_bytes` the quality is lowered until it fits.
Fonts keep the glyphs that the pages show, so nothing looks different.
"""

from typing import Literal

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.changing.shrinking import Shrinking, shrink_images
from flowforge_pdf.core.documents import CACHE, MEDIA_TYPE, PdfForm, named, save
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.slimming.duplicates import merge_equal_streams
from flowforge_pdf.core.slimming.subsetting import subset_fonts
from flowforge_pdf.core.steps import Saving
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import FileOutput, operation

_LEVELS = {"low": (220.0, 85), "medium": (150.0, 72), "high": (96.0, 55)}
_LADDER = ((200.0, 80), (150.0, 70), (120.0, 60), (96.0, 50), (72.0, 40), (50.0, 28))


class CompressForm(PdfForm):
    level: Literal["lossless", "low", "medium", "high"] = Field(
        "medium", description="How much quality of images may be lost: lossless touches no pixel."
    )
    image_dpi: float | None = Field(None, ge=30, le=1_200, description="Most pixels an inch of images.")
    image_quality: int | None = Field(None, ge=5, le=100, description="Quality of JPEG images.")
    grayscale: bool = Field(default=False, description="Make images gray.")
    subset_fonts: bool = Field(
        default=True, description="Leave out glyphs that no page shows. Fonts of form fields stay whole."
    )
    max_bytes: int | None = Field(
        None, ge=1_000, description="Lower the quality until the result is so small."
    )


class CompressReport(BaseModel):
    pages: int = Field(description="Number of pages in the result.")
    bytes_before: int = Field(description="Size of the document that was sent.")
    bytes: int = Field(description="Size of the result in bytes.")
    ratio: float = Field(description="Size of the result as a share of the original.")
    images: int = Field(description="Number of images that were made smaller.")
    fonts: int = Field(description="Number of fonts that were made smaller.")
    fits: bool = Field(description="True if the result has at most 'max_bytes', or none was given.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/compress", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def compress_document(form: CompressForm, settings: PdfSettings) -> FileOutput[CompressReport]:
    best, images, fonts, pages, warnings = b"", 0, 0, 0, []
    for how in _tries(form):
        with open_pdf(form.file.path, form.password, settings.limits) as opened:
            pages, warnings = len(opened.pdf.pages), opened.warnings
            changed = shrink_images(opened.pdf, how) if how is not None else 0
            cut = subset_fonts(opened.pdf) if form.subset_fonts else 0
            content = _packed(opened.pdf)
            if not best or len(content) < len(best):
                best, images, fonts = content, changed, cut
        if form.max_bytes is None or len(best) <= form.max_bytes:
            break
    original = form.file.content
    if len(best) >= len(original):
        best, images, fonts = original, 0, 0
        warnings.append("The file cannot be made smaller: it is returned as it was.")
    fits = form.max_bytes is None or len(best) <= form.max_bytes
    if not fits:
        warnings.append("The result is larger than 'max_bytes': nothing more can be left out.")
    report = CompressReport(
        pages=pages,
        bytes_before=len(original),
        bytes=len(best),
        ratio=round(len(best) / max(1, len(original)), 4),
        images=images,
        fonts=fonts,
        fits=fits,
        warnings=warnings,
    )
    return FileOutput(best, MEDIA_TYPE, named(form.file.name), report)


def _tries(form: CompressForm) -> list[Shrinking | None]:
    """Return what is tried, one after the other; None touches no image."""
    if form.max_bytes is not None:
        return [None, *(Shrinking(dpi, quality, form.grayscale) for dpi, quality in _LADDER)]
    if form.level == "lossless":
        return [None]
    dpi, quality = _LEVELS[form.level]
    return [Shrinking(form.image_dpi or dpi, form.image_quality or quality, form.grayscale)]


def _packed(pdf: pikepdf.Pdf) -> bytes:
    pdf.remove_unreferenced_resources()
    merge_equal_streams(pdf)
    return save(pdf, Saving(encryption=pdf.is_encrypted, object_streams=True, recompress=True))
