"""Read many pictures and PDFs in one call; each file has its own answer, and one bad file spoils nothing.

A ZIP archive among `files` is read as the files that it holds, up to 50 in all, whose names are their paths.
Files that time does not suffice for are answered as such: send them again.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_ocr.core.pages.archives import UNPACKING, unpacked
from flowforge_ocr.core.pages.limits import OcrLimits
from flowforge_ocr.core.pages.sources import Source
from flowforge_ocr.core.recognition.how import How
from flowforge_ocr.core.recognition.languages import UnsupportedLanguage
from flowforge_ocr.core.recognition.pages import UnreadPage
from flowforge_ocr.core.recognition.reading import read_each
from flowforge_ocr.core.requests.answers import warnings_of
from flowforge_ocr.core.requests.examples import PASSPORT, RECEIPT
from flowforge_ocr.core.requests.reading_form import RUN, ReadingOptions
from flowforge_ocr.engines.weights import OcrEngineNotInstalled
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, FileInput, InvalidInput, OperationError, operation

_SECONDS_TO_SPARE = 12.0
Files = Annotated[
    list[FileInput],
    Field(min_length=1, max_length=50, description="Pictures, PDFs and ZIP archives of them."),
]


class NotReadInTime(InvalidInput):
    code = "OCR_NOT_READ_IN_TIME"
    message = "'files' has more than this call had time for: send this file again."


class BatchForm(ReadingOptions):
    files: Files
    dpi: int = Field(200, ge=72, le=600, description="Pixels an inch at which pages of PDFs are drawn.")


class ItemError(BaseModel):
    code: str = Field(description="Stable code of the error, as in an error answer.")
    message: str = Field(description="Why the file could not be read.")


class BatchItem(BaseModel):
    index: int = Field(description="Position among the files, from 0; files of an archive count one by one.")
    name: str | None = Field(description="Name of the file; null if it has none.")
    error: ItemError | None = Field(description="Why the file could not be read; null if it was.")
    text: str = Field(description="Text of all its pages; empty if it failed.")
    pages: int = Field(description="Pages that were read.")
    confidence: float | None = Field(description="Of the least certain page.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


class BatchResult(BaseModel):
    items: list[BatchItem] = Field(description="One answer for each file, in the order of the request.")
    read: int = Field(description="Number of files that were read.")
    failed: int = Field(description="How many files could not be read.")


@operation(
    "/batch",
    errors=(UnsupportedLanguage, OcrEngineNotInstalled, *UNPACKING),
    run=RUN,
    example={"files": [RECEIPT, PASSPORT]},
    deadline=timedelta(seconds=150),
    progress=True,
)
def read_batch(form: BatchForm, settings: OcrSettings, context: Context) -> BatchResult:
    how, items = form.how(settings.programs), []
    files = unpacked(form.files, context.workspace)
    for index, file in enumerate(files):
        pace = _Hurry(context, index, len(files), file.name or "")
        try:
            items.append(_read(index, file, form, how=how, limits=settings.limits, pace=pace))
        except OcrEngineNotInstalled:
            raise  # true for every file
        except OperationError as error:
            items.append(_failed(index, file, error))
        context.progress(index + 1, len(files), file.name or "")
    failed = sum(item.error is not None for item in items)
    return BatchResult(items=items, read=len(items) - failed, failed=failed)


@dataclass(frozen=True, slots=True)
class _Hurry:
    """Stops before the deadline, so that what was read can be answered."""

    context: Context
    index: int
    files: int
    name: str

    @property
    def deadline(self) -> float:
        return self.context.deadline - _SECONDS_TO_SPARE

    def progress(self, done: float, total: float, note: str = "") -> None:
        """Report a page of the file: progress is counted in files, a page is a part of one."""
        if done < total:
            self.context.progress(self.index + done / total, self.files, f"{self.name}, {note}".strip(", "))

    def check(self) -> None:
        if time.monotonic() > self.deadline:
            raise NotReadInTime


def _failed(index: int, file: FileInput, error: OperationError) -> BatchItem:
    told = ItemError(code=error.code, message=str(error))
    return BatchItem(index=index, name=file.name, error=told, text="", pages=0, confidence=None, warnings=[])


def _read(
    index: int, file: FileInput, form: BatchForm, *, how: How, limits: OcrLimits, pace: "_Hurry"
) -> BatchItem:
    pace.check()
    source = Source(file.path, dpi=form.dpi, text_layer=form.text_layer)
    with read_each(source, how, limits, pace) as (opened, read):
        warnings, found = list(opened.warnings), []
        for page in read:
            if isinstance(page, UnreadPage):
                warnings.append(f"Page {page.number} was not read: {page.error}")
            else:
                found.append(page.without_pixels())
    for page in found:
        warnings += warnings_of(page)
    confidences = [page.confidence for page in found if page.confidence is not None]
    return BatchItem(
        index=index,
        name=file.name,
        error=None,
        text="\f".join(page.text for page in found),
        pages=len(found),
        confidence=round(min(confidences), 4) if confidences else None,
        warnings=warnings,
    )
