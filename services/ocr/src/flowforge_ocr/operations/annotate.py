"""Draw the boxes of the recognized text into the pages: what was found where, and how sure it is.

Green is sure (0.95 and more), orange doubtful, red below 0.8.
"""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.core.requests.answers import warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.naming import named
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.engines.geometry import Quad
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, FileOutput, FileOutputs, operation

Level = Literal["words", "lines", "paragraphs"]
_SURE, _DOUBTFUL = 0.95, 0.8
_GREEN, _ORANGE, _RED = (0, 140, 60), (230, 130, 0), (210, 0, 40)


class AnnotateForm(ReadingForm):
    level: Level = Field("words", description="Draw boxes around words, lines or paragraphs.")


class AnnotateReport(BaseModel):
    boxes: int = Field(description="Number of boxes that were drawn.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/annotate",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT},
    deadline=timedelta(seconds=150),
)
def draw_boxes(form: AnnotateForm, settings: OcrSettings, context: Context) -> FileOutputs[AnnotateReport]:
    files, warnings, boxes = [], [], 0
    with form.read(settings, context) as (opened, pages):
        warnings += opened.warnings
        for page in pages:
            content, drawn = _drawn(page, form.level)
            name = named(form.file.name, "png", f"-boxes-{page.number}")
            files.append(FileOutput(content, "image/png", name))
            warnings += warnings_of(page)
            boxes += drawn
    report = AnnotateReport(boxes=boxes, warnings=warnings[:20])
    return FileOutputs(files, named(form.file.name, "zip", "-boxes"), report)


def _drawn(page: ReadPage, level: Level) -> tuple[bytes, int]:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - in workers only

    picture = Image.new("RGB", (page.width, page.height), "white")
    if page.pixels is not None:
        picture = Image.fromarray(page.pixels)
    pen = ImageDraw.Draw(picture)
    count = 0
    for quad, confidence in _boxes(page, level):
        color = _GREEN if confidence >= _SURE else _ORANGE if confidence >= _DOUBTFUL else _RED
        pen.polygon([tuple(point) for point in quad], outline=color, width=2)
        count += 1
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue(), count


def _boxes(page: ReadPage, level: Level) -> Iterator[tuple[Quad, float]]:
    if level == "paragraphs":
        for paragraph in page.paragraphs:
            yield Quad.of_box(paragraph.box), min(line.confidence for line in paragraph.lines)
        return
    for line in page.lines:
        if level == "lines":
            yield line.quad, line.confidence
        else:
            yield from ((word.quad, word.confidence) for word in line.words)
