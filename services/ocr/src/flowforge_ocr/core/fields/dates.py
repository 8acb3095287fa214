"""Dates as people print them."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    ("january", "januar", "janvier", "enero", "gennaio"),
    ("february", "februar", "février", "febrero", "febbraio"),
    ("march", "märz", "mrz", "mars", "marzo"), ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio"), ("june", "juni", "juin", "junio", "giugno"),
    ("july", "juli", "juillet", "julio", "luglio"), ("august", "août", "agosto"),
    ("september", "septembre", "septiembre", "settembre"),
    ("october", "oktober", "octobre", "octubre", "ottobre"),
    ("november", "novembre", "noviembre"), ("december", "dezember", "décembre", "diciembre", "dicembre"),
)  # fmt: skip
_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[\s/-]*([^\W\d]{3,10})\.?,?[\s/-]*(\d{4}|(?<=[\s/-])\d{2})(?![\d:]|[.,]\d)"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_MOST_MONTHS = 12
_SHORT = 2  # digits of a year without its century


@dataclass(frozen=True, slots=True)
class FoundDate:
    """`is_ambiguous`: day and month could be the other way round."""

    value: date
    quote: str
    is_ambiguous: bool = False


def date_in(text: str) -> FoundDate | None:
    """Return the first date of a line."""
    if hit := _ISO.search(text):
        return _made(hit[0], int(hit[1]), int(hit[2]), int(hit[3]))
    if hit := _NUMBERS.search(text):
        return _of_numbers(hit)
    if hit := _DAY_FIRST.search(text):
        return _made(hit[0], _year(hit[3]), _month(hit[2]), int(hit[1]))
    if hit := _MONTH_FIRST.search(text):
        return _made(hit[0], int(hit[3]), _month(hit[1]), int(hit[2]))
    return None


def _of_numbers(hit: re.Match[str]) -> FoundDate | None:
    first, second, year = int(hit[1]), int(hit[3]), _year(hit[4])
    if first > _MOST_MONTHS:
        return _made(hit[0], year, second, first)
    if second > _MOST_MONTHS:
        return _made(hit[0], year, first, second)
    # With points the day comes first everywhere; with strokes and dashes it does not, or the year does.
    ambiguous = hit[2] != "." and (first != second or len(hit[4]) == _SHORT)
    return _made(hit[0], year, second, first, ambiguous=ambiguous)


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == _SHORT else 0)


def _made(quote: str, year: int, month: int, day: int, *, ambiguous: bool = False) -> FoundDate | None:
    try:
        return FoundDate(date(year, month, day), quote.strip(), ambiguous)
    except ValueError:
        return None


def _month(name: str) -> int:
    for number, names in enumerate(_MONTHS, 1):
        if any(full.startswith(name.lower()) for full in names):
            return number
    return 0
