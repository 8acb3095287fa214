"""Words that OCR found on scans: what is matched in them becomes areas to remove."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pydantic import Field

from flowforge_pii.haystacks import Haystack, Matcher, Piece
from servicekit import RequestBody

_POINTS = 72.0
_AROUND = 1.0  # points: boxes of OCR are tight


class ScannedWord(RequestBody):
    """A word as the ocr service answers it, with its box from the top left corner of the page."""

    text: str = Field(min_length=1, max_length=1_000, description="The word that was recognized.")
    page: int = Field(1, ge=1, description="Number of the page, from 1.")
    x: float = Field(ge=-100_000, le=100_000, description="Distance from the left edge.")
    y: float = Field(ge=-100_000, le=100_000, description="Distance from the top edge.")
    width: float = Field(ge=0, le=100_000, description="Size of its box, in the unit of its position.")
    height: float = Field(ge=0, le=100_000, description="Size of its box, in the unit of its position.")


Area = tuple[int, float, float, float, float]


def matched_areas(words: Sequence[ScannedWord], matchers: Sequence[Matcher], dpi: float) -> Iterator[Area]:
    """Yield page, x, y, width and height, in points, of every word that is part of a match."""
    pages: dict[int, list[ScannedWord]] = defaultdict(list)
    for word in words:
        pages[word.page].append(word)
    scale = _POINTS / dpi
    for page, found in pages.items():
        haystack = Haystack(_pieces(found))
        hit = {origin for matcher in matchers for origins in matcher.find(haystack) for origin in origins}
        for position in sorted(hit):
            word = found[position]
            yield (
                page,
                word.x * scale - _AROUND,
                word.y * scale - _AROUND,
                word.width * scale + 2 * _AROUND,
                word.height * scale + 2 * _AROUND,
            )


def _pieces(words: Sequence[ScannedWord]) -> Iterator[Piece]:
    for position, word in enumerate(words):
        yield Piece(word.text, position)
        yield Piece(" ", position)
