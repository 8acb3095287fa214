"""Leave out marks of drawings and dirt that were read as single Chinese or Japanese characters."""

from collections.abc import Sequence

from flowforge_ocr.engines.recognized import Line

_MOST = 2  # characters
_SURE = 0.9
_WIDE = range(0x2E80, 0xFF00)  # Chinese and Japanese characters and their punctuation
_LEAST_LETTERS = 4


def without_noise(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* without doubtful single characters of a script that the page does not use."""
    marks = [line for line in lines if _is_mark(line)]
    rest = "".join(line.text for line in lines if line not in marks)
    letters = sum(character.isalpha() for character in rest)
    if letters < _LEAST_LETTERS or any(ord(character) in _WIDE for character in rest):
        return list(lines)
    return [line for line in lines if line not in marks]


def _is_mark(line: Line) -> bool:
    text = "".join(line.text.split())
    return len(text) <= _MOST and line.confidence < _SURE and all(ord(each) in _WIDE for each in text)
