"""What the fields of a machine-readable zone mean: names, dates, countries."""

from datetime import UTC, date, datetime
from typing import Literal

from flowforge_ocr.core.identity.zones import ParsedZone

_CENTURY = 100
Sex = Literal["male", "female", "unspecified"]
_SEXES: dict[str, Sex] = {"M": "male", "F": "female", "<": "unspecified", "X": "unspecified"}


def names_of(text: str) -> tuple[str, str]:
    """Return surname and given names."""
    surname, _, given = text.strip("<").partition("<<")
    return _plain(surname), _plain(given)


def _plain(text: str) -> str:
    return " ".join(text.replace("<", " ").split())


def number_of(parsed: ParsedZone, name: str) -> str | None:
    value = parsed.fields.get(name, "").strip("<").replace("<", "")
    return value or None


def code_of(parsed: ParsedZone, name: str) -> str:
    """Return a country code; Germany's is D, and is told as DEU."""
    value = parsed.fields.get(name, "").strip("<")
    return "DEU" if value == "D" else value


def sex_of(parsed: ParsedZone) -> Sex | None:
    return _SEXES.get(parsed.fields.get("sex", ""))


def date_of(text: str, *, past: bool) -> date | None:
    """Return a date of six digits; a birthday lies in the *past*, an expiry less than 50 years ahead."""
    if not text.isdigit():
        return None
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    this_year = datetime.now(UTC).year
    latest = this_year if past else this_year + _CENTURY // 2
    full = latest - (latest - year) % _CENTURY
    try:
        return date(full, month, day)
    except ValueError:
        return None
