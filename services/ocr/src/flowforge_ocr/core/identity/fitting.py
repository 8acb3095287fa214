"""Bring the characters of a line to the length of its layout: fillers get lost, or are read twice."""

import statistics
from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, pairwise

from flowforge_ocr.core.identity.glyphs import FILLER, Glyph, text_of

_LONGER, _CLOSE = 1.5, 0.6  # distances, of the usual one of two characters
_FEWEST = 8
_MOST_PLACES = 6


def fitted(line: Sequence[Glyph], length: int) -> Iterator[list[Glyph]]:
    """Yield *line* in ways that make it *length* characters long, the likeliest first."""
    if len(line) == length:
        yield list(line)
    if (spaced := _by_place(line, length)) is not None and len(line) != length:
        yield spaced
    if len(line) > length:
        yield list(line[:length])
        yield list(line[len(line) - length :])
        over = len(line) - length
        yield from ([*line[:at], *line[at + over :]] for at in _runs(line))
    elif len(line) < length:
        yield from _padded(line, length - len(line))


def _by_place(line: Sequence[Glyph], length: int) -> list[Glyph] | None:
    """Return *line* with fillers in its gaps, without characters read twice: all are equally wide."""
    gaps = [after.place - before.place for before, after in pairwise(line)]
    if len(line) < _FEWEST or min(gaps, default=0.0) < 0:
        return None
    usual = statistics.median(gaps)
    near = [gap for gap in gaps if _CLOSE * usual < gap < _LONGER * usual]
    if not near:
        return None
    step = statistics.mean(near)
    result = [line[0]]
    for gap, glyph in zip(gaps, line[1:], strict=True):
        steps = round(gap / step)
        if gap < _CLOSE * step and glyph.best == result[-1].best:
            continue
        result += [FILLER] * (steps - 1)
        result.append(glyph)
    missing = length - len(result)
    return result + [FILLER] * missing if 0 <= missing <= _MOST_PLACES else None


def _padded(line: Sequence[Glyph], missing: int) -> Iterator[list[Glyph]]:
    yield [*line, *[FILLER] * missing]
    places = [at for at in _runs(line) if at < len(line)]
    for chosen in combinations_with_replacement(places, min(missing, 2)):
        padded, rest = list(line), missing - len(chosen)
        for at in sorted(chosen, reverse=True):
            padded.insert(at, FILLER)
        yield [*padded, *[FILLER] * rest]


def _runs(line: Sequence[Glyph]) -> list[int]:
    """Return where fillers begin."""
    text = text_of(line)
    return [at for at in range(len(text)) if text[at] == "<" and text[at - 1 : at] != "<"]
