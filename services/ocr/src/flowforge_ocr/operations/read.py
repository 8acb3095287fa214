"""Read the text of a picture or a PDF, in reading order, with the place and confidence of each line and word.

Pages are turned upright first. A PDF page with text is not recognized again: `source` says what was done. A
page without text is an empty result, not an error.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_ocr.core.requests.answers import Detail, PageResult, page_result, warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation


class ReadForm(ReadingForm):
    detail: Detail = Field("lines", description="text alone, with lines and paragraphs, or with words too.")


class ReadResult(BaseModel):
    text: str = Field(description="The text of all pages; pages are separated by form feeds.")
    pages: list[PageResult] = Field(description="The pages that were read, in order.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/read",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT, "detail": "text"},
    deadline=timedelta(seconds=150),
)
def read_text(form: ReadForm, settings: OcrSettings, context: Context) -> ReadResult:
    languages = tuple(form.languages)
    with form.read(settings.limits, context) as (opened, pages):
        results, warnings = [], list(opened.warnings)
        for page in pages:
            results.append(page_result(page, form.detail, languages))
            warnings += warnings_of(page)
    return ReadResult(text="\f".join(page.text for page in results), pages=results, warnings=warnings)
