"""Find the lines of a machine-readable zone on a page, and read them again with its alphabet alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flowforge_ocr.core.arrangement.rows import rows_of, slant_of
from flowforge_ocr.core.identity.glyphs import Glyph, glyphs_of
from flowforge_ocr.core.identity.layouts import ALPHABET
from flowforge_ocr.core.identity.zones import ParsedZone, parse_glyphs
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.geometry import Box, Quad
from flowforge_ocr.engines.ppocr import ppocr
from flowforge_ocr.engines.recognized import Line

_LEAST_LENGTH = 24
_CAPITAL_SHARE = 0.9
_FILLERS = str.maketrans(
    {
        "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": "<<",
        "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}": "<",
        "\N{FULLWIDTH LESS-THAN SIGN}": "<",
        "\N{LEFT ANGLE BRACKET}": "<",
        "(": "<",
        "\N{MUCH LESS-THAN}": "<<",
        "\N{LEFT DOUBLE ANGLE BRACKET}": "<<",
        "\N{LESS-THAN OR EQUAL TO}": "<",
        "\N{HIRAGANA LETTER KU}": "<",
        "\N{BOPOMOFO LETTER Q}": "<",
    }
)
_FOREIGN = re.compile("[^A-Z0-9<]")
_MOST_GAP = 1.6  # of the height of a line, between the lines of one zone


@dataclass(frozen=True, slots=True)
class FoundZone:
    parsed: ParsedZone
    box: Box
    confidence: float


def zones_of(page: ReadPage) -> list[FoundZone]:
    """Return the zones of a page, those with right check digits first."""
    rows = [row for row in rows_of(page.lines, slant_of(page.lines)) if _is_candidate(_text(row))]
    found = []
    for group in _groups(rows):
        lines = _read_again(page, group)
        parsed = parse_glyphs(lines)
        if parsed is not None:
            box = Box.around(line.box for row in group for line in row)
            found.append(FoundZone(parsed, box, min(map(_confidence, lines))))
    return sorted(found, key=lambda one: not one.parsed.is_valid)


def _text(row: Sequence[Line]) -> str:
    text = "".join(line.text for line in row).translate(_FILLERS)
    return "".join(text.split())


def _is_candidate(text: str) -> bool:
    capital = sum(each.isdigit() or each == "<" or "A" <= each <= "Z" for each in text)
    return len(text) >= _LEAST_LENGTH and capital >= _CAPITAL_SHARE * len(text)


def _groups(rows: Sequence[list[Line]]) -> Iterator[list[list[Line]]]:
    """Yield two or three rows that follow each other closely; three are tried before two."""
    for count in (3, 2):
        for at in range(len(rows) - count + 1):
            group = list(rows[at : at + count])
            if all(_is_close(one, other) for one, other in pairwise(group)):
                yield group


def _is_close(upper: Sequence[Line], lower: Sequence[Line]) -> bool:
    one, other = Box.around(line.box for line in upper), Box.around(line.box for line in lower)
    return other.middle.y - one.middle.y < (1 + _MOST_GAP) * max(
        line.quad.height for line in (*upper, *lower)
    )


def _read_again(page: ReadPage, group: Sequence[Sequence[Line]]) -> list[list[Glyph]]:
    """Return the characters of each row, of the alphabet alone if the page's pixels are there."""
    if page.pixels is None:
        return [glyphs_of(_FOREIGN.sub("<", _text(row))) for row in group]
    read = ppocr().read_characters(page.pixels, [_whole(row) for row in group], ALPHABET)
    return [[Glyph(each.chances, each.place) for each in characters] for characters in read]


def _confidence(line: Sequence[Glyph]) -> float:
    return sum(max(glyph.chances.values()) for glyph in line) / max(1, len(line))


def _whole(row: Sequence[Line]) -> Quad:
    """Return the corners of a row that was found in pieces."""
    first, last = row[0].quad, row[-1].quad
    return Quad(first.top_left, last.top_right, last.bottom_right, first.bottom_left)
