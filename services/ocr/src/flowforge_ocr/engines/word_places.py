"""Places of words within a line, for engines that give the place of the whole line alone."""

import unicodedata

from flowforge_ocr.engines.geometry import Quad
from flowforge_ocr.engines.recognized import Line, Word

_WIDE = 1.8  # of the width of a Latin letter: a Chinese or Japanese character


def line_of(text: str, confidence: float, quad: Quad, engine: str) -> Line | None:
    """Return a line whose words share its length by their characters; None if *text* is blank."""
    widths = [_WIDE if unicodedata.east_asian_width(each) in "WF" else 1.0 for each in text]
    total = sum(widths)
    words, at, begin = [], 0.0, 0.0
    collected = ""
    for character, width in zip(f"{text} ", [*widths, 1.0], strict=True):
        if character.isspace():
            if collected:
                part = quad.along(begin / total, min(1.0, at / total))
                words.append(Word(collected, confidence, part))
            collected, begin = "", at + width
        else:
            collected += character
        at += width
    return Line(tuple(words), confidence, quad, engine) if words else None
