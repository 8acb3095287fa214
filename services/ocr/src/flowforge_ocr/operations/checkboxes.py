"""Find the checkboxes of a form without a template: whether each is checked, and the label beside it.

A checkbox is a square frame with text beside it. `/zones` reads checkboxes whose places are known.
"""

from datetime import timedelta

from pydantic import BaseModel, Field

from flowforge_ocr.core.layout.checkboxes import CHECKED, Checkbox, checkboxes_of
from flowforge_ocr.core.requests.answers import PixelBox, warnings_of
from flowforge_ocr.core.requests.examples import CHECKBOXES
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from servicekit import Context, operation

_DOUBTFUL = 0.03


class FoundCheckbox(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    label: str = Field(description="The text beside the box, to its right if there is some.")
    checked: bool = Field(description="Whether something is drawn in the box.")
    ink: float = Field(description="Share of the inside of the box that is inked, from 0 to 1.")
    needs_review: bool = Field(description="True if so little is drawn that it may be dirt or a faint mark.")
    box: PixelBox = Field(description="Where the box stands on the page, in pixels.")


class CheckboxesResult(BaseModel):
    checkboxes: list[FoundCheckbox] = Field(description="From the top of each page.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/checkboxes",
    errors=READING,
    run=RUN,
    cache=CACHE,
    example={"file": CHECKBOXES},
    deadline=timedelta(seconds=150),
    progress=True,
)
def find_checkboxes(form: ReadingForm, settings: OcrSettings, context: Context) -> CheckboxesResult:
    found: list[FoundCheckbox] = []
    scans = form.model_copy(update={"text_layer": "ignore"})
    with scans.read(settings, context) as (opened, pages):
        warnings = list(opened.warnings)
        for page in pages:
            warnings += warnings_of(page)
            if page.pixels is not None:
                boxes = checkboxes_of(page.pixels, page.lines)
                found += [_answer(page.number, each) for each in boxes]
    if not found:
        warnings.append("No checkbox was found: square frames with text beside them are looked for.")
    return CheckboxesResult(checkboxes=found, warnings=warnings)


def _answer(page: int, found: Checkbox) -> FoundCheckbox:
    return FoundCheckbox(
        page=page,
        label=found.label,
        checked=found.checked,
        ink=round(found.ink, 3),
        needs_review=abs(found.ink - CHECKED) < _DOUBTFUL,
        box=PixelBox.of(found.box),
    )
