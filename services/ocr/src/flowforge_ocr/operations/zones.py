"""Read named zones of a page by a template: texts, numbers, dates, checkboxes and codes.

Zones are given in fractions of the upright page, so that one template fits every scan of a form.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from flowforge_ocr.core.fields.amounts import amounts_in
from flowforge_ocr.core.fields.dates import date_in
from flowforge_ocr.core.layout.checkboxes import CHECKED
from flowforge_ocr.core.recognition.turning import turned, upright_angle
from flowforge_ocr.core.recognition.zones import Content, ZoneBox, cut, ink_share, read_zone
from flowforge_ocr.core.requests.answers import PixelBox
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, PagesForm
from flowforge_ocr.engines.codes import find_codes
from flowforge_ocr.engines.port import Budget
from flowforge_ocr.engines.recognized import Pixels
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, InvalidInput, RequestBody, operation

_DOUBTFUL = 0.8
Fraction = Annotated[float, Field(ge=0, le=1)]


class ZoneOnMissingPage(InvalidInput):
    code = "OCR_ZONE_PAGE_MISSING"
    message = "'zones' names page {page} for '{name}', which is not among the pages that are read."


class Zone(RequestBody):
    name: str = Field(min_length=1, max_length=100, description="Name under which the value is returned.")
    page: int = Field(1, ge=1, description="Number of the page, from 1.")
    x: Fraction = Field(description="Left edge, as a fraction of the width of the page.")
    y: Fraction = Field(description="Top edge, as a fraction of the height of the page.")
    width: Annotated[float, Field(gt=0, le=1, description="Width, as a fraction of the width of the page.")]
    height: Annotated[
        float, Field(gt=0, le=1, description="Height, as a fraction of the height of the page.")
    ]
    kind: Literal["text", "number", "date", "checkbox", "barcode"] = Field(
        "text", description="What stands there; numbers and dates are normalized."
    )


class ZonesForm(PagesForm):
    zones: list[Zone] = Field(min_length=1, max_length=200, description="The template.")


class ZoneValue(BaseModel):
    name: str = Field(description="Name of the zone in the template.")
    value: str | bool | None = Field(description="Null if nothing of this kind was found.")
    text: str = Field(description="What was read, as it stands there.")
    confidence: float | None = Field(description="How sure the reading is, from 0 to 1.")
    needs_review: bool = Field(description="Whether a person should check the value.")
    page: int = Field(description="Number of the page, from 1.")
    box: PixelBox = Field(description="Where it stands on the page, in pixels.")


class ZonesResult(BaseModel):
    values: list[ZoneValue] = Field(description="In the order of the template.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/zones",
    errors=(*READING, ZoneOnMissingPage),
    run=RUN,
    cache=CACHE,
    example={
        "file": RECEIPT,
        "zones": [{"name": "total", "x": 0.65, "y": 0.6, "width": 0.35, "height": 0.3, "kind": "number"}],
    },
    deadline=timedelta(seconds=150),
    progress=True,
)
def read_zones(form: ZonesForm, settings: OcrSettings, context: Context) -> ZonesResult:
    found: dict[int, ZoneValue] = {}
    budget = Budget(settings.limits.text_pixels)
    with form.open(settings.limits) as opened:
        warnings = list(opened.warnings)
        for done, page in enumerate(opened.pages, 1):
            context.check()
            warnings += page.warnings
            here = [(at, zone) for at, zone in enumerate(form.zones) if zone.page == page.number]
            if here and page.pixels is not None:
                pixels = turned(page.pixels, upright_angle(page.pixels))
                found |= {at: _value(zone, pixels, budget) for at, zone in here}
            context.progress(done, opened.count, f"page {page.number}")
    for at, zone in enumerate(form.zones):
        if at not in found:
            raise ZoneOnMissingPage(page=zone.page, name=zone.name)
    return ZonesResult(values=[found[at] for at in range(len(form.zones))], warnings=warnings)


def _value(zone: Zone, pixels: Pixels, budget: Budget) -> ZoneValue:
    box, part = cut(pixels, ZoneBox(zone.x, zone.y, zone.width, zone.height))
    content = Content("", None)
    value: str | bool | None
    if zone.kind == "checkbox":
        value = ink_share(part) > CHECKED
    elif zone.kind == "barcode":
        value = next((code.text for code in find_codes(part)), None)
    else:
        content = read_zone(part, budget)
        value = _normalized(zone, content.text)
    doubtful = content.confidence is not None and content.confidence < _DOUBTFUL
    return ZoneValue(
        name=zone.name,
        value=value,
        text=content.text,
        confidence=round(content.confidence, 4) if content.confidence is not None else None,
        needs_review=value is None or doubtful,
        page=zone.page,
        box=PixelBox.of(box),
    )


def _normalized(zone: Zone, text: str) -> str | None:
    if zone.kind == "number":
        amount = next(amounts_in(text), None)
        digits = "".join(text.split()).replace(",", "")
        return str(amount.value) if amount else digits if digits.isdigit() else None
    if zone.kind == "date":
        found = date_in(text)
        return found.value.isoformat() if found else None
    return text or None
