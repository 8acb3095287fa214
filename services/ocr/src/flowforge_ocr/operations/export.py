"""Read a picture or a PDF and write its text as a file: plain text, Markdown, hOCR, ALTO or TSV."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.exports.alto import as_alto
from flowforge_ocr.core.exports.hocr import as_hocr
from flowforge_ocr.core.exports.markdown import as_markdown
from flowforge_ocr.core.exports.tsv import as_tsv
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.core.requests.answers import warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.naming import named
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, FileOutput, operation

TextFormat = Literal["text", "markdown", "hocr", "alto", "tsv"]


def _as_text(pages: Sequence[ReadPage]) -> str:
    return "\f".join(page.text for page in pages) + "\n"


_WRITERS: dict[TextFormat, tuple[Callable[[Sequence[ReadPage]], str], str, str]] = {
    "text": (_as_text, "text/plain; charset=utf-8", "txt"),
    "markdown": (as_markdown, "text/markdown; charset=utf-8", "md"),
    "hocr": (as_hocr, "text/html; charset=utf-8", "hocr.html"),
    "alto": (as_alto, "application/xml", "alto.xml"),
    "tsv": (as_tsv, "text/tab-separated-values; charset=utf-8", "tsv"),
}


class ExportForm(ReadingForm):
    format: TextFormat = Field(
        "markdown",
        description="text: pages separated by form feeds; markdown: headings, lists and tables; hocr, alto "
        "and tsv: words with boxes and confidences; tsv has the columns of Tesseract.",
    )


class ExportReport(BaseModel):
    pages: int = Field(description="Number of pages that were read.")
    words: int = Field(description="Words that were recognized.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/export",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT, "format": "markdown"},
    deadline=timedelta(seconds=150),
)
def export_text(form: ExportForm, settings: OcrSettings, context: Context) -> FileOutput[ExportReport]:
    with form.read(settings, context) as (opened, read):
        pages = [page.without_pixels() for page in read]
        warnings = list(opened.warnings)
    for page in pages:
        warnings += warnings_of(page)
    write, media_type, extension = _WRITERS[form.format]
    words = sum(len(line.words) for page in pages for line in page.lines)
    report = ExportReport(pages=len(pages), words=words, warnings=warnings[:20])
    return FileOutput(write(pages).encode(), media_type, named(form.file.name, extension), report)
