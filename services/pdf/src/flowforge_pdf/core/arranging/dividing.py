"""Find where a document is to be divided: at bookmarks, blank pages, texts, codes, or by size."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from flowforge_pdf.core.documents import save
from flowforge_pdf.core.outlines import read_outline
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.rendering import check_pixels, draw, open_for_drawing

_LOOK_DPI, _CODE_DPI = 36.0, 110.0
_WHITE, _BLANK_SHARE = 235, 0.0008


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that become one file, and what it is called after."""

    positions: tuple[int, ...]
    title: str | None = None


def by_count(count: int, every: int) -> list[Part]:
    return [Part(tuple(range(start, min(count, start + every)))) for start in range(0, count, every)]


def at_bookmarks(pdf: pikepdf.Pdf, level: int) -> list[Part]:
    """Divide before every page that a bookmark of *level* or above leads to."""
    starts: dict[int, str] = {}
    for entry, depth in read_outline(pdf):
        if depth < level and entry.page is not None:
            starts.setdefault(entry.page, entry.title)
    count = len(pdf.pages)
    edges = sorted({0, *starts}) if starts else [0]
    ends = [*edges[1:], count]
    return [Part(tuple(range(a, b)), starts.get(a)) for a, b in zip(edges, ends, strict=True) if b > a]


def at_dividers(count: int, dividers: set[int], *, keep: bool) -> list[Part]:
    """Divide at pages that stand between the parts; *keep* them as the first page of what follows."""
    parts: list[list[int]] = [[]]
    for position in range(count):
        if position in dividers:
            parts.append([position] if keep else [])
        else:
            parts[-1].append(position)
    return [Part(tuple(part)) for part in parts if part]


def blank_pages(pdf: pikepdf.Pdf, limits: PdfLimits) -> set[int]:
    """Return the pages on which next to nothing is drawn."""
    return _pages_where(pdf, limits, _LOOK_DPI, _is_blank)


def pages_with_text(pdf: pikepdf.Pdf, limits: PdfLimits, text: str) -> set[int]:
    """Return the pages whose text has *text*, whatever its case and white space."""
    wanted = _plain(text)

    def has_text(document: Any, position: int) -> bool:
        page = document[position].get_textpage()
        return wanted in _plain(page.get_text_range())

    return _pages_where(pdf, limits, 0, has_text)


def pages_with_code(pdf: pikepdf.Pdf, limits: PdfLimits, text: str | None) -> set[int]:
    """Return the pages with a QR or bar code: one that says *text*, or any."""
    import zxingcpp  # noqa: PLC0415 - few calls need it

    def has_code(document: Any, position: int) -> bool:
        picture = draw(document, position, _CODE_DPI, gray=True).convert("L")
        found = [code.text for code in zxingcpp.read_barcodes(picture)]
        return bool(found) if text is None else text in found

    return _pages_where(pdf, limits, _CODE_DPI, has_code)


def _pages_where(
    pdf: pikepdf.Pdf, limits: PdfLimits, dpi: float, holds: Callable[[Any, int], bool]
) -> set[int]:
    with open_for_drawing(save(pdf), None) as document:
        positions = list(range(len(document)))
        check_pixels(document, positions, dpi, limits)
        return {position for position in positions if holds(document, position)}


def _is_blank(document: Any, position: int) -> bool:
    levels = draw(document, position, _LOOK_DPI, gray=True).convert("L").histogram()
    return sum(levels[:_WHITE]) <= _BLANK_SHARE * sum(levels)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def by_size(count: int, max_bytes: int, size_of: Callable[[range], int]) -> Iterator[Part]:
    """Yield the longest runs of pages whose file is at most *max_bytes* large; single pages may be larger."""
    start = 0
    while start < count:
        good, step = 1, 1
        while start + good < count and size_of(range(start, min(count, start + good + step))) <= max_bytes:
            good, step = min(count - start, good + step), step * 2
        while step > 1:
            step //= 2
            end = start + good + step
            if end <= count and size_of(range(start, end)) <= max_bytes:
                good += step
        yield Part(tuple(range(start, start + good)))
        start += good
