"""Redact a document and prove it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pikepdf

from flowforge_pdf.core.redacting.beside.annotations import remove_annotations
from flowforge_pdf.core.redacting.beside.scrubbing import drop_unsearchable, scrub_maps, scrub_strings
from flowforge_pdf.core.redacting.content.drawn import Drawn
from flowforge_pdf.core.redacting.content.graphics_state import Fonts
from flowforge_pdf.core.redacting.faults import CannotRedact, Unreadable
from flowforge_pdf.core.redacting.matrices import Quad
from flowforge_pdf.core.redacting.page_redaction import ImageRemovals, PageRedaction, paint
from flowforge_pdf.core.redacting.pixels.burning import blank, burn
from flowforge_pdf.core.redacting.pixels.rasterizing import rasterize
from flowforge_pdfs.limits import PdfLimits
from flowforge_pii.haystacks import Matcher, TextMatcher

_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be removed: matches on these pages, and boxes by page, in the page's own coordinates.

    *read* are pages whose images OCR has read: the boxes tell where a match is in them.
    """

    matchers: Sequence[Matcher]
    positions: Sequence[int]
    boxes: dict[int, list[Quad]]
    invert: bool
    unreadable: Literal["refuse", "rasterize"]
    blanks: bool
    color: tuple[float, float, float]
    read: frozenset[int] = frozenset()


@dataclass(slots=True)
class Outcome:
    """What was done; pages are counted from 1."""

    matches: int = 0
    pages: list[int] = field(default_factory=list)
    images: int = 0
    annotations: int = 0
    texts: int = 0
    rasterized: list[int] = field(default_factory=list)
    with_paths: list[int] = field(default_factory=list)
    with_images: list[int] = field(default_factory=list)
    silent_fonts: set[str] = field(default_factory=set)
    beside: list[Matcher] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)


class Redaction:
    """Carries out one order on one document."""

    def __init__(self, pdf: pikepdf.Pdf, order: Order, limits: PdfLimits) -> None:
        self._pdf, self._order, self._limits = pdf, order, limits
        self._fonts = Fonts()
        self._images = ImageRemovals()
        self._outcome = Outcome()
        self._removed_texts: list[str] = []
        self._drawn: set[tuple[int, int]] = set()
        self._apart: dict[tuple[int, int], tuple[pikepdf.Stream, object]] = {}
        self._pages = PageRedaction(pdf, self._fonts, order.matchers, self._images, invert=order.invert)
        self._painted: dict[int, list[Quad]] = defaultdict(list)

    def run(self) -> Outcome:
        drop_unsearchable(self._pdf)
        for position in self._order.positions:
            self._page(position)
        if len(self._order.positions) == len(self._pdf.pages):
            self._remember_undrawn()
        self._burn()
        self._search_apart()
        for position, quads in self._painted.items():
            paint(self._pdf, self._pdf.pages[position], quads, self._order.color)
        beside = [*self._order.matchers, *self._repeated()]
        if not self._order.invert:
            self._outcome.texts = scrub_strings(self._pdf, beside)
            scrub_maps(self._pdf, beside)
            self._outcome.beside = beside
        return self._outcome

    def _page(self, position: int) -> None:
        order, page = self._order, self._pdf.pages[position]
        boxes = order.boxes.get(position, [])
        matchers = [] if order.invert else order.matchers
        blanks = order.blanks and position not in order.read
        try:
            findings, drawn = self._pages.redact(page, boxes, blanks=blanks)
        except Unreadable as error:
            if order.unreadable == "refuse":
                raise CannotRedact(page=position + 1, reason=error.reason) from error
            self._rasterize(position, boxes)
            return
        quads = findings.quads if not order.invert else []
        self._painted[position] = [*quads, *(boxes if not order.invert else [])]
        if order.invert:
            self._outcome.kept[position] = findings.kept_text
        removed = remove_annotations(page, self._fonts, matchers, boxes, everything=order.invert)
        outcome = self._outcome
        outcome.annotations += removed
        outcome.matches += findings.matches
        outcome.silent_fonts |= findings.silent_fonts
        self._removed_texts += findings.removed_texts
        for concerned, pages in (
            (findings.matches or removed, outcome.pages),
            (findings.paths_left, outcome.with_paths),
            (findings.images_left, outcome.with_images),
        ):
            if concerned:
                pages.append(position + 1)
        self._remember(drawn)

    def _rasterize(self, position: int, boxes: Sequence[Quad]) -> None:
        self._outcome.matches += rasterize(self._pdf, position, self._order.matchers, boxes, self._limits)
        self._outcome.rasterized.append(position + 1)
        self._outcome.pages.append(position + 1)

    def _remember(self, drawn: Drawn) -> None:
        self._drawn |= drawn.entered
        for stream, resources in drawn.apart:
            self._apart.setdefault(stream.objgen, (stream, resources))

    def _remember_undrawn(self) -> None:
        """Have the forms, patterns and glyph programs searched too that no page draws."""
        for each in self._pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == "/Type3":
                programs = each.get("/CharProcs")
                found = list(programs.values()) if isinstance(programs, pikepdf.Dictionary) else []
                resources = each.get("/Resources")
            else:
                is_content = isinstance(each, pikepdf.Stream) and (
                    each.get("/Subtype") == "/Form" or each.get("/PatternType") == 1
                )
                found, resources = [each] if is_content else [], None
            for stream in found:
                if isinstance(stream, pikepdf.Stream) and stream.objgen not in self._drawn:
                    self._apart.setdefault(stream.objgen, (stream, stream.get("/Resources", resources)))

    def _search_apart(self) -> None:
        done: set[tuple[int, int]] = set()
        while waiting := [key for key in self._apart if key not in done]:
            for key in waiting:
                done.add(key)
                stream, resources = self._apart[key]
                try:
                    self._remember(self._pages.redact_apart(stream, resources))
                except Unreadable:
                    stream.write(b"")  # nobody can say what it shows

    def _burn(self) -> None:
        for key, image in self._images.images.items():
            parts = self._images.parts[key]
            self._outcome.images += 1
            try:
                if parts is None:
                    blank(image)
                else:
                    burn(image, parts)
            except Unreadable as error:
                if self._order.unreadable == "refuse":
                    raise CannotRedact(page=self._outcome.pages[0], reason=error.reason) from error
                blank(image)

    def _repeated(self) -> list[Matcher]:
        """Return matchers for texts that were below boxes: bookmarks and names may repeat them."""
        texts = {text.strip() for text in self._removed_texts}
        return [TextMatcher(text) for text in sorted(texts) if sum(map(str.isalnum, text)) >= _LEAST_LETTERS]
