"""Mark what differs between two PDFs: pages side by side, removed words in red, added words in green."""

import difflib
from typing import Any, Literal

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.arranging.placing import Placeable, Sheet, fitted, flatten_for_placing, placeable
from flowforge_pdf.core.boxes import Box
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfForm, named, save
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.characters import characters_of, frame_of
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from flowforge_pdfs.rendering import open_for_drawing
from flowforge_pdfs.words import Run, words_of
from servicekit import FileInput, FileOutput, operation

_GAP = 12.0
_REMOVED, _ADDED = ("1 0.85 0.85", "0.8 0.1 0.1"), ("0.85 0.97 0.85", "0.1 0.55 0.2")
_MOST_WORDS = 20_000


class MarkChangesForm(PdfForm):
    other: FileInput = Field(description="The PDF to compare with: the newer one.")
    other_password: str | None = Field(None, max_length=127, description="Password of the other PDF.")
    pages: Literal["all", "changed"] = Field("all", description="All pages, or only those with changes.")


class MarkedReport(BaseModel):
    same: bool = Field(description="True if no word differs.")
    pages: int = Field(description="Pages of the result.")
    changed_pages: list[int] = Field(description="Pages with changes, from 1; the first 1,000.")
    removed: int = Field(description="Number of words that were removed.")
    added: int = Field(description="Number of words that were added.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


class _Difference:
    """The words that only one of two pages has."""

    def __init__(self, before: list[Run], after: list[Run]) -> None:
        self.removed: list[Run] = []
        self.added: list[Run] = []
        texts = [word.text for word in before], [word.text for word in after]
        matcher = difflib.SequenceMatcher(None, *texts, autojunk=max(map(len, texts)) > _MOST_WORDS)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                self.removed += before[a:b]
                self.added += after[c:d]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


@operation("/mark-changes", errors=OPENING, run=RUN, example={"file": THREE_PAGES, "other": THREE_PAGES})
def mark_changes(form: MarkChangesForm, settings: PdfSettings) -> FileOutput[MarkedReport]:
    differences = _differences(form)
    made = pikepdf.new()
    with (
        open_pdf(form.file.path, form.password, settings.limits) as before,
        open_pdf(form.other.path, form.other_password, settings.limits, name="other") as after,
    ):
        warnings = [*before.warnings, *(f"other: {warning}" for warning in after.warnings)]
        for pdf in (before.pdf, after.pdf):
            flatten_for_placing(pdf)
        for position, difference in enumerate(differences):
            if difference or form.pages == "all":
                sides = [_side(made, pdf, position) for pdf in (before.pdf, after.pdf)]
                _draw(made, sides[0], sides[1], difference)
        if not made.pages:
            _draw(made, _side(made, before.pdf, 0), _side(made, after.pdf, 0), _Difference([], []))
        content = save(made)
    report = MarkedReport(
        same=not any(differences),
        pages=len(made.pages),
        changed_pages=[number for number, each in enumerate(differences, 1) if each][:1_000],
        removed=sum(len(each.removed) for each in differences),
        added=sum(len(each.added) for each in differences),
        warnings=warnings,
    )
    return FileOutput(content, MEDIA_TYPE, named(form.file.name, "-changes"), report)


def _differences(form: MarkChangesForm) -> list[_Difference]:
    with (
        open_for_drawing(form.file.path, form.password) as before,
        open_for_drawing(form.other.path, form.other_password, name="other") as after,
    ):
        count = max(len(before), len(after))
        return [_Difference(_words(before, position), _words(after, position)) for position in range(count)]


def _words(document: Any, position: int) -> list[Run]:
    if position >= len(document):
        return []
    page = document[position]
    return list(words_of(characters_of(page, frame_of(page))))


def _side(made: pikepdf.Pdf, pdf: pikepdf.Pdf, position: int) -> Placeable | None:
    return placeable(made, pdf.pages[position], pdf) if position < len(pdf.pages) else None


def _draw(
    made: pikepdf.Pdf, left: Placeable | None, right: Placeable | None, difference: _Difference
) -> None:
    sizes = [side.size for side in (left, right) if side is not None]
    width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
    sheet = Sheet((2 * width + 3 * _GAP, height + 2 * _GAP))
    for number, (side, words, colors) in enumerate(
        ((left, difference.removed, _REMOVED), (right, difference.added, _ADDED))
    ):
        if side is None:
            continue
        start = _GAP + number * (width + _GAP)
        area = Box(start, _GAP + height - side.size[1], start + side.size[0], _GAP + height)
        marks = [_mark(word, area) for word in words]
        for mark in marks:
            sheet.fill(mark, colors[0])
        sheet.draw(side, fitted(side, area))
        for mark in marks:
            sheet.frame(mark, 0.7, colors[1])
        sheet.frame(area)
    sheet.add_to(made)


def _mark(word: Run, area: Box) -> Box:
    return Box(
        area.left + word.left - 0.5,
        area.top - word.bottom - 0.5,
        area.left + word.right + 0.5,
        area.top - word.top + 0.5,
    )
