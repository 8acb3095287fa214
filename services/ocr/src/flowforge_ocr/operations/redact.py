"""Hide text in a picture or a scan: words that match are painted over, and only the picture is left.

Give `texts`, `patterns` (RE2), `personal_data` or `areas`. The result is made of pixels alone: no
metadata, no text layer. For a PDF with text, /api/v1/pdf/redact keeps the rest of the text.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Self

import numpy as np
from pydantic import BaseModel, Field, field_validator, model_validator

from flowforge_ocr.core.exports.pictures import Drawn, PictureFormat, written
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.core.redaction.matching import (
    InvalidRedactionPattern,
    Wanted,
    find_words,
    matchers_of,
)
from flowforge_ocr.core.requests.answers import warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.naming import named
from flowforge_ocr.core.requests.reading_form import READING, RUN, ReadingForm
from flowforge_ocr.engines.codes import find_codes
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Pixels
from flowforge_ocr.settings import OcrSettings
from flowforge_pii import TYPES
from servicekit import Context, FileOutput, RequestBody, operation

_MARGIN = 0.15  # of the height of a word, painted around it
_DOUBTFUL = 0.8


class HiddenArea(RequestBody):
    """A rectangle in pixels of the upright page; boxes that /read answers fit."""

    page: int = Field(1, ge=1, description="Number of the page, from 1.")
    x: float = Field(ge=0, description="Distance from the left edge.")
    y: float = Field(ge=0, description="Distance from the top edge.")
    width: float = Field(gt=0, description="Width in pixels.")
    height: float = Field(gt=0, description="Height in pixels.")


class RedactForm(ReadingForm):
    texts: list[str] = Field([], max_length=200, description="Texts to hide, in any case and spacing.")
    patterns: list[str] = Field([], max_length=50, description="Regular expressions (RE2), in any case.")
    personal_data: list[str] = Field(
        [], max_length=20, description=f"Kinds of personal data to hide: all, or {', '.join(TYPES)}."
    )
    regions: list[str] = Field(
        [], max_length=20, description="Countries (ISO 3166) whose phone numbers and ids are meant."
    )
    areas: list[HiddenArea] = Field([], max_length=2_000, description="Rectangles to hide.")
    barcodes: bool = Field(default=False, description="Hide barcodes and QR codes too.")
    format: PictureFormat = Field(
        "png", description="Format of the result; more than one page is always a PDF."
    )

    @field_validator("texts", "patterns")
    @classmethod
    def _says_something(cls, texts: list[str]) -> list[str]:
        if not all(text.strip() for text in texts):
            raise ValueError("has an empty text: it would match nothing")
        return texts

    @field_validator("personal_data")
    @classmethod
    def _is_known(cls, kinds: list[str]) -> list[str]:
        for kind in kinds:
            if kind not in ("all", *TYPES):
                raise ValueError(f"has '{kind[:40]}': give all, or some of {', '.join(TYPES)}")
        return kinds

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.texts or self.patterns or self.personal_data or self.areas or self.barcodes):
            raise ValueError("give 'texts', 'patterns', 'personal_data', 'areas' or 'barcodes'")
        return self

    def wanted(self) -> Wanted:
        kinds = frozenset(TYPES if "all" in self.personal_data else self.personal_data)
        return Wanted(matchers_of(self.texts, self.patterns), kinds, tuple(self.regions))


class RedactReport(BaseModel):
    hidden: int = Field(description="Number of matches, codes and areas that were painted over.")
    pages: list[int] = Field(description="Pages on which something was hidden.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/redact",
    errors=(*READING, InvalidRedactionPattern),
    run=RUN,
    example={"file": RECEIPT, "texts": ["coffee"]},
    deadline=timedelta(seconds=150),
    secret=True,
)
def hide_text(form: RedactForm, settings: OcrSettings, context: Context) -> FileOutput[RedactReport]:
    wanted = form.wanted()
    drawn: list[Drawn] = []
    touched, hidden = [], 0
    scans = form.model_copy(update={"text_layer": "ignore"})
    with scans.read(settings, context) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            boxes = _boxes(page, form, wanted)
            drawn.append((_painted(page, boxes), page.dpi))
            hidden += len(boxes)
            touched += [page.number] if boxes else []
            warnings += [*warnings_of(page), *_doubts(page)]
    report = RedactReport(hidden=hidden, pages=touched, warnings=warnings[:20])
    content, media_type, extension = written(drawn, form.format)
    return FileOutput(content, media_type, named(form.file.name, extension, "-redacted"), report)


def _boxes(page: ReadPage, form: RedactForm, wanted: Wanted) -> list[Box]:
    boxes = []
    for words in find_words(page, wanted):
        boxes += [word.box.grown(_MARGIN * word.quad.height) for word in words]
    if form.barcodes and page.pixels is not None:
        boxes += [code.quad.box.grown(4) for code in find_codes(page.pixels)]
    for area in form.areas:
        if area.page == page.number:
            boxes.append(Box(area.x, area.y, area.x + area.width, area.y + area.height))
    return boxes


def _painted(page: ReadPage, boxes: Sequence[Box]) -> Pixels:
    assert page.pixels is not None  # noqa: S101 - the text layer is ignored
    pixels = np.array(page.pixels)
    for box in boxes:
        left, top = max(0, int(box.left)), max(0, int(box.top))
        pixels[top : int(box.bottom) + 1, left : int(box.right) + 1] = 0
    return pixels


def _doubts(page: ReadPage) -> list[str]:
    count = sum(line.confidence < _DOUBTFUL for line in page.lines)
    if not count:
        return []
    return [
        f"Page {page.number} has {count} lines that were read with low confidence: look for what was missed."
    ]
