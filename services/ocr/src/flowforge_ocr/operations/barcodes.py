"""Read the barcodes and QR codes on the pages of a picture or a PDF, with their places."""

from datetime import timedelta
from typing import Any

from pydantic import BaseModel, Field

from flowforge_ocr.core.requests.answers import PixelBox
from flowforge_ocr.core.requests.examples import CODE
from flowforge_ocr.core.requests.reading_form import CACHE, LOOKING, RUN, PagesForm
from flowforge_ocr.engines.codes import FoundCode, find_codes
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation


class PageCode(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    format: str = Field(description="Symbology, such as QR Code, EAN-13 or Code 128.")
    text: str = Field(description="What the code says.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")
    corners: list[tuple[float, float]] = Field(description="The four corners (x, y) of the code, clockwise.")


class BarcodesResult(BaseModel):
    codes: list[PageCode] = Field(description="The codes that were found; empty if there are none.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/barcodes",
    errors=LOOKING,
    run=RUN,
    cache=CACHE,
    example={"file": CODE},
    deadline=timedelta(seconds=60),
    progress=True,
)
def read_barcodes(form: PagesForm, settings: OcrSettings, context: Context) -> BarcodesResult:
    codes: list[PageCode] = []
    with form.open(settings.limits) as opened:
        warnings = list(opened.warnings)
        for done, page in enumerate(opened.pages, 1):
            context.check()
            warnings += page.warnings
            found: list[FoundCode] = find_codes(page.pixels) if page.pixels is not None else []
            codes += [_told(code, page.number) for code in found]
            context.progress(done, opened.count, f"page {page.number}")
    return BarcodesResult(codes=codes, warnings=warnings)


def _told(code: FoundCode, page: int) -> PageCode:
    corners: list[Any] = [(round(x, 1), round(y, 1)) for x, y in code.quad]
    return PageCode(
        page=page, format=code.format, text=code.text, box=PixelBox.of(code.quad.box), corners=corners
    )
