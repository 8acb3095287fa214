"""The days that a text names: in numbers, and with months in English, German, French, Spanish or Italian."""

import re
from datetime import date

_MONTHS = (
    "jan january januar jänner janvier enero gennaio",
    "feb february februar février fevrier febrero febbraio",
    "mar march märz maerz mars marzo",
    "apr april avril abril aprile",
    "may mai mayo maggio",
    "jun june juni juin junio giugno",
    "jul july juli juillet julio luglio",
    "aug august août aout agosto",
    "sep sept september septembre septiembre settembre",
    "oct october oktober okt octobre octubre ottobre",
    "nov november novembre noviembre",
    "dec december dezember dez décembre decembre diciembre dicembre",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?({_NAME})\b\.?,?\s+(?:de\s+)?(\d{{4}})",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(rf"\b({_NAME})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE)
_CENTURY = 100


def dates_in(text: str) -> set[date]:
    """Return every day that *text* may mean: 3/4/2024 is read as of March and of April."""
    found = [(year, month, day) for year, month, day in _YEAR_FIRST.findall(text)]
    for first, second, written in _YEAR_LAST.findall(text):
        years = [written] if len(written) > 2 else ["19" + written, "20" + written]  # noqa: PLR2004 - two digits
        found += [(year, *order) for year in years for order in ((first, second), (second, first))]
    named = [(year, _NUMBER_OF[name.lower()], day) for day, name, year in _DAY_MONTH.findall(text)]
    named += [(year, _NUMBER_OF[name.lower()], day) for name, day, year in _MONTH_DAY.findall(text)]
    days = (_day(int(year), int(month), int(day)) for year, month, day in [*found, *named])
    return {day for day in days if day is not None}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
