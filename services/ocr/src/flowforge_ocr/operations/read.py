"""Read the text of a picture or a PDF, in reading order, with the place and confidence of each line and word.

Pages are turned upright first. A PDF page with text is not recognized again: `source` says what was done. A
page without text is an empty result, not an error. If a page fails, the others are read; see `failed_pages`.
"""

from dataclasses import replace
from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_ocr.core.recognition.pages import UnreadPage
from flowforge_ocr.core.requests.answers import (
    Detail,
    PageFailure,
    PageResult,
    page_result,
    warnings_of,
)
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm, has_no_password
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation


class ReadForm(ReadingForm):
    detail: Detail = Field("lines", description="text alone, with lines and paragraphs, or with words too.")
    partial: bool = Field(
        default=False,
        description="Return the pages that were read when time runs out, instead of an error. Pages that "
        "were not reached are listed in `failed_pages`.",
    )


class ReadResult(BaseModel):
    text: str = Field(description="The text of all pages; pages are separated by form feeds.")
    complete: bool = Field(description="False if a page was not read.")
    pages: list[PageResult] = Field(description="The pages that were read, in order.")
    failed_pages: list[PageFailure] = Field(description="The pages that were not read, and why.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


def _is_repeatable(form: ReadForm) -> bool:
    """Return whether the same request has the same answer: a partial one depends on the load."""
    return has_no_password(form) and not form.partial


READ_CACHE = replace(CACHE, when=_is_repeatable)


@operation(
    "/read",
    errors=READING,
    run=RUN,
    cache=READ_CACHE,
    example={"file": RECEIPT, "detail": "text"},
    deadline=timedelta(seconds=150),
    progress=True,
)
def read_text(form: ReadForm, settings: OcrSettings, context: Context) -> ReadResult:
    results, failures = [], []
    with form.read_each(settings, context, partial=form.partial) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            if isinstance(page, UnreadPage):
                failures.append(PageFailure.of(page))
                warnings.append(f"Page {page.number} was not read: {page.error}")
            else:
                results.append(page_result(page, form.detail, tuple(form.languages)))
                warnings += warnings_of(page)
    return ReadResult(
        text="\f".join(page.text for page in results),
        complete=not failures,
        pages=results,
        failed_pages=failures,
        warnings=warnings,
    )
