"""Find the regions of a page in reading order: headings, texts, lists, tables and figures.

Figures are what is drawn and is neither text nor table. Pages whose text layer is taken have
no figures: `text_layer` ignore recognizes them.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_ocr.core.layout.finding import Kind, layout_of
from flowforge_ocr.core.requests.answers import PixelBox, warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation


class Region(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    kind: Kind = Field(description="What the region is.")
    text: str = Field(description="Its text; the cells of tables are separated by tabs. Empty for figures.")
    confidence: float | None = Field(description="Of the least certain line; null for figures.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class PageSize(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    width: int = Field(description="Width of the upright page in pixels.")
    height: int = Field(description="Height of the upright page in pixels.")


class LayoutResult(BaseModel):
    regions: list[Region] = Field(description="The regions of all pages, in reading order.")
    pages: list[PageSize] = Field(description="The pages that were read.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/layout",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT},
    deadline=timedelta(seconds=150),
    progress=True,
)
def find_layout(form: ReadingForm, settings: OcrSettings, context: Context) -> LayoutResult:
    regions, sizes = [], []
    with form.read(settings, context) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            warnings += warnings_of(page)
            sizes.append(PageSize(page=page.number, width=page.width, height=page.height))
            regions += [
                Region(
                    page=page.number,
                    kind=region.kind,
                    text=region.text,
                    confidence=round(region.confidence, 4) if region.confidence is not None else None,
                    box=PixelBox.of(region.box),
                )
                for region in layout_of(page)
            ]
    return LayoutResult(regions=regions, pages=sizes, warnings=warnings)
