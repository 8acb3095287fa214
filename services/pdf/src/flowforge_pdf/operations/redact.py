"""Remove text and areas from a PDF for good, and verify it: the result is searched before it is returned.

Glyphs, pixels of images, annotations and form values are removed, and what repeats them beside the pages:
metadata, attachments, scripts, bookmarks, alternate texts, earlier revisions. If anything is left, the answer
is an error and no file. Give what to remove as `texts`, `patterns` (RE2), `personal_data` or `areas`; with
`invert`, everything else is removed.
"""

from typing import Literal, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from flowforge_pdf.core.arranging.placing import upright
from flowforge_pdf.core.boxes import Box, rotation_of, shown_size, visible_box
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfForm, named, save
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.lengths import Color, Length, Offset, rgb
from flowforge_pdf.core.reading.searching import InvalidPattern, compile_pattern
from flowforge_pdf.core.redacting.beside.scrubbing import DROPPED
from flowforge_pdf.core.redacting.faults import REDACTING
from flowforge_pdf.core.redacting.matrices import Quad
from flowforge_pdf.core.redacting.pixels.scanned_words import ScannedWord, matched_areas
from flowforge_pdf.core.redacting.redaction import Order, Outcome, Redaction
from flowforge_pdf.core.redacting.verifying import INVERSE, SEARCHED, Verification
from flowforge_pdf.core.steps import Saving
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import SELECTING, TooManyPixels
from flowforge_pdfs.opening import RUN, Opened, open_pdf
from flowforge_pdfs.page_selection import SYNTAX, PageSelection, select_pages
from flowforge_pii import TYPES
from flowforge_pii.haystacks import (
    Matcher,
    PatternMatcher,
    PersonalDataMatcher,
    TextMatcher,
    plain,
)
from servicekit import FileOutput, RequestBody, operation

_SHOWN = 60
_LEAST_LETTERS = 2


class RedactArea(RequestBody):
    """A rectangle on the page as it is shown: (0, 0) is its top left corner; what /search answers fits."""

    page: PageSelection = Field("all", description="Pages on which it lies.")
    x: Offset = Field(description="Distance from the left edge.")
    y: Offset = Field(description="Distance from the top edge.")
    width: Length = Field(description="Width: a number of points, or a text such as 50mm.")
    height: Length = Field(description="Height: a number of points, or a text such as 50mm.")


class RedactForm(PdfForm):
    texts: list[str] = Field([], max_length=200, description="Texts to remove, in any case and spacing.")
    patterns: list[str] = Field([], max_length=50, description="Regular expressions (RE2) of what to remove.")
    personal_data: list[str] = Field(
        [], max_length=20, description=f"Kinds of personal data to remove: all, or {', '.join(TYPES)}."
    )
    regions: list[str] = Field(
        [], max_length=20, description="Countries (ISO 3166) whose phone numbers and ids are meant."
    )
    ocr_words: list[ScannedWord] = Field(
        [],
        max_length=100_000,
        description="Words that OCR found on scans: what matches in them is burnt out of the images, "
        "which are not blanked as a whole on these pages.",
    )
    ocr_dpi: float = Field(72, ge=18, le=2_400, description="Pixels an inch of the boxes of 'ocr_words'.")
    areas: list[RedactArea] = Field([], max_length=2_000, description="Rectangles to remove.")
    pages: PageSelection = Field("all", description=SYNTAX)
    whole_words: bool = Field(default=False, description="Remove texts only where they are whole words.")
    ignore_case: bool = Field(default=True, description="Patterns match in any case; texts always do.")
    invert: bool = Field(default=False, description="Remove everything else on the pages instead.")
    unreadable: Literal["refuse", "rasterize"] = Field(
        "refuse",
        description="What to do with pages that cannot be redacted for sure: an error, or a picture.",
    )
    images: Literal["blank", "keep"] = Field(
        "blank",
        description="Images below matched text may show it too, as in scans: blank them, or keep them.",
    )
    color: Color = Field(
        "black", validate_default=True, description="Color of the rectangles over what was removed."
    )

    @field_validator("texts")
    @classmethod
    def _has_letters(cls, texts: list[str]) -> list[str]:
        for text in texts:
            if len("".join(plain(text).split())) < _LEAST_LETTERS:
                raise ValueError(f"has '{text[:20]}': give texts of {_LEAST_LETTERS} characters or more")
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
        if not (self.texts or self.patterns or self.personal_data or self.areas):
            raise ValueError("give 'texts', 'patterns', 'personal_data' or 'areas'")
        return self


class RedactReport(BaseModel):
    """Lists of pages hold 60 at most."""

    verified: bool = Field(description="True: the result was searched, and nothing was found.")
    matches: int = Field(description="Number of matches and areas that were removed.")
    pages: list[int] = Field(description="Pages on which something was removed.")
    images: int = Field(description="Images that lost pixels, or all of them where hidden text lies on them.")
    annotations: int = Field(description="Annotations that were removed, and form fields that were emptied.")
    other_texts: int = Field(description="Texts beside the pages that were scrubbed, such as bookmarks.")
    rasterized: list[int] = Field(description="Pages that became pictures.")
    searched: list[str] = Field(description="Where the result was searched.")
    not_searched: list[str] = Field(description="What no search can read: check it by eye.")
    residual: list[str] = Field(description="What the result still tells about what was removed.")
    dropped: list[str] = Field(description="What was removed as a whole.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/redact",
    errors=(*SELECTING, *REDACTING, InvalidPattern, TooManyPixels),
    run=RUN,
    example={"file": THREE_PAGES, "texts": ["42.00 EUR"]},
)
def redact_document(form: RedactForm, settings: PdfSettings) -> FileOutput[RedactReport]:
    matchers = matchers_of(form)
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        positions = sorted(set(select_pages(form.pages, len(opened.pdf.pages))))
        words = [each for each in form.ocr_words if each.page - 1 in set(positions)]
        scanned = [
            RedactArea(page=str(page), x=x, y=y, width=width, height=height)
            for page, x, y, width, height in matched_areas(words, matchers, form.ocr_dpi)
        ]
        boxes = boxes_of([*form.areas, *scanned], opened)
        positions = sorted({*positions, *boxes})
        color = rgb(form.color)
        read = frozenset(int(area.page) - 1 for area in scanned)
        order = Order(
            matchers, positions, boxes, form.invert, form.unreadable, form.images == "blank", color, read
        )
        outcome = Redaction(opened.pdf, order, settings.limits).run()
        content = save(opened.pdf, Saving(encryption=False, object_streams=True))
        searched = [] if form.invert else matchers
        Verification(searched, positions, outcome.beside, outcome.kept).verify(content)
        encrypted = opened.pdf.is_encrypted
        if encrypted:
            content = save(opened.pdf, Saving(encryption=True))
        report = _report(outcome, form, opened.warnings)
    return FileOutput(content, MEDIA_TYPE, named(form.file.name, "-redacted"), report)


def matchers_of(form: RedactForm) -> list[Matcher]:
    matchers: list[Matcher] = [TextMatcher(text, form.whole_words) for text in form.texts]
    for number, pattern in enumerate(form.patterns):
        compiled = compile_pattern(
            pattern, regex=True, ignore_case=form.ignore_case, whole_words=False, field=f"patterns[{number}]"
        )
        matchers.append(PatternMatcher(compiled))
    if form.personal_data:
        kinds = frozenset(TYPES if "all" in form.personal_data else form.personal_data)
        matchers.append(PersonalDataMatcher(kinds, tuple(form.regions)))
    return matchers


def boxes_of(areas: list[RedactArea], opened: Opened) -> dict[int, list[Quad]]:
    """Return the areas by page, in the page's own coordinates."""
    pages = opened.pdf.pages
    boxes: dict[int, list[Quad]] = {}
    for area in areas:
        for position in set(select_pages(area.page, len(pages), field="areas")):
            page = pages[position]
            _, height, _ = shown_size(page)
            back = upright(visible_box(page), rotation_of(page)).inverse()
            shown = Box(area.x, height - area.y - area.height, area.x + area.width, height - area.y)
            corners = [
                back.transform(each) for each in ((shown.left, shown.bottom), (shown.right, shown.top))
            ]
            xs, ys = sorted(each[0] for each in corners), sorted(each[1] for each in corners)
            boxes.setdefault(position, []).append((xs[0], ys[0], xs[1], ys[1]))
    return boxes


def _report(outcome: Outcome, form: RedactForm, warnings: list[str]) -> RedactReport:
    if not outcome.matches and not outcome.annotations:
        warnings.append("Nothing was found on the pages: only what is listed as dropped was removed.")
    if outcome.images:
        warnings.append(f"{outcome.images} images lost pixels: look at them.")
    residual = ["the width of what was removed, by the gap that it leaves"] if outcome.matches else []
    if outcome.matches and not form.invert:
        residual.append("the letters that embedded fonts hold, which may be those of the removed text only")
    return RedactReport(
        verified=True,
        matches=outcome.matches,
        pages=outcome.pages[:_SHOWN],
        images=outcome.images,
        annotations=outcome.annotations,
        other_texts=outcome.texts,
        rasterized=outcome.rasterized[:_SHOWN],
        searched=list(SEARCHED) if not form.invert else [INVERSE],
        not_searched=_not_searched(outcome),
        residual=residual,
        dropped=list(DROPPED),
        warnings=warnings,
    )


def _not_searched(outcome: Outcome) -> list[str]:
    told = []
    for what, pages in (
        ("text drawn as paths", outcome.with_paths),
        ("text in images that were not read by OCR", outcome.with_images),
        ("pages that became pictures", outcome.rasterized),
    ):
        if pages:
            told.append(f"{what}: pages {', '.join(map(str, pages[:_SHOWN]))}")
    if outcome.silent_fonts:
        told.append(
            f"fonts that do not say what their glyphs are: {', '.join(sorted(outcome.silent_fonts)[:10])}"
        )
    return told
