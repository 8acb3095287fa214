"""Detect the decimal mark of numbers that are written as text."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from flowforge_tables.options import Mark

_COMMA: Final = re.compile(r"[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:[.\s']\d{3})+,\d+|0,\d+)")
_POINT: Final = re.compile(r"[+-]?(?:\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+|0\.\d+|\.\d+)")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")


def decimal_mark_of(cells: Iterable[str]) -> tuple[Mark, str | None]:
    """Return the decimal mark of *cells*, and a sentence if it was a guess."""
    votes: Counter[str] = Counter()
    grouped = ""
    for cell in cells:
        text = cell.strip()
        kind = _vote(text)
        votes[kind] += 1
        grouped = grouped or (text if kind == "grouped" else "")
    if votes[","] and votes["."]:
        mark: Mark = "," if votes[","] > votes["."] else "."
        told = "Some numbers have a decimal point and some a decimal comma"
        return mark, f"{told}: '{mark}' was taken; set 'decimal_mark'."
    if grouped and not votes[","] and not votes["."]:
        return ".", f"'{grouped}' was read with a comma that groups thousands; set 'decimal_mark' if not."
    return ("," if votes[","] else "."), None


def _vote(field: str) -> str:
    if _COMMA.fullmatch(field):
        return ","
    if _POINT.fullmatch(field):
        return "."
    return "grouped" if _GROUPED.fullmatch(field) else ""
