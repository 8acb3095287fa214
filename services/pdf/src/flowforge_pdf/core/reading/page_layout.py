"""The text of a page as it stands there: every word at its column and row."""

import statistics
from collections.abc import Sequence

from flowforge_pdfs.words import Run, rows_of

_WIDEST = 400
_MOST_EMPTY_LINES = 3


def laid_out(words: Sequence[Run]) -> str:
    """Return text in which white space keeps columns apart."""
    if not words:
        return ""
    rows = rows_of(words)
    widths = [(word.right - word.left) / max(1, len(word.text)) for word in words]
    letter = max(0.5, statistics.median(widths))
    left = min(word.left for word in words)
    lines: list[str] = []
    previous: float | None = None
    for row in rows:
        height = statistics.median(word.height for word in row)
        top = min(word.top for word in row)
        if previous is not None:
            lines += [""] * min(_MOST_EMPTY_LINES, max(0, round((top - previous) / (1.5 * height)) - 0))
        previous = max(word.bottom for word in row)
        lines.append(_line(row, left, letter))
    return "\n".join(lines)


def _line(row: Sequence[Run], left: float, letter: float) -> str:
    line = ""
    for word in row:
        column = min(_WIDEST, round((word.left - left) / letter))
        line += " " * max(1 if line else 0, column - len(line)) + word.text
    return line
