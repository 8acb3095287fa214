"""Cells of spreadsheets as people see them: numbers, percentages, dates and times by their format codes."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_LITERALS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_MOST_EXACT = 1e15
_NUMBER = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?")
_DATES = (
    ("yyyy", "%Y"), ("yy", "%y"), ("mmmm", "%B"), ("mmm", "%b"), ("dddd", "%A"), ("ddd", "%a"), ("dd", "%d"),
    ("hh", "%H"), ("ss", "%S"),
)  # fmt: skip
_DATE_LETTERS = re.compile(r"(y{2,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|AM/PM|\.0+)", re.IGNORECASE)


def shown(value: Any, code: str) -> str:
    """Return *value* as the format *code* shows it; codes that are not understood show the plain value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _date(value, code)
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, (int, float)):
        return _number(value, code or "General")
    return str(value)


def _number(value: float, code: str) -> str:
    sections = code.split(";")
    section = sections[0]
    signed = value < 0
    if signed and len(sections) > 1 and sections[1]:
        section, value, signed = sections[1], -value, False
    elif value == 0 and len(sections) > 2 and sections[2]:  # noqa: PLR2004 - the third is for zero
        section = sections[2]
    if "E+" in section.upper():
        return f"{value:.{_decimals(section)}E}"
    bare = _LITERALS.sub(" ", section)
    found = _NUMBER.search(bare)
    if section.strip().lower() == "general" or "/" in bare:
        return _general(value)
    if found is None:
        return _literal(section) if section.strip("@") else _general(value)
    percent = "%" in bare
    scaled = abs(value) * (100 if percent else 1)
    decimals = _decimals(found[0])
    digits = f"{scaled:,.{decimals}f}" if "," in found[0].rstrip(",") else f"{scaled:.{decimals}f}"
    text = _fill(section, digits)
    return f"-{text}" if (value < 0 or signed) and float(digits.replace(",", "")) else text


def _fill(section: str, digits: str) -> str:
    """Put *digits* in the place of the number in *section*, and keep its other characters."""
    parts: list[str] = []
    placed = False
    position = 0
    while position < len(section):
        literal = _LITERALS.match(section, position)
        number = _NUMBER.match(section, position)
        if literal:
            parts.append(next((each for each in literal.groups() if each), ""))
            position = literal.end()
        elif number:
            parts.append("" if placed else digits)
            placed, position = True, number.end()
        else:
            parts.append(section[position])
            position += 1
    return "".join(parts).strip()


def _literal(section: str) -> str:
    return _LITERALS.sub(lambda found: next((each for each in found.groups() if each), ""), section).strip()


def _decimals(number: str) -> int:
    _, _, after = number.partition(".")
    return len(re.match(r"[0#?]*", after)[0])  # type: ignore[index] # it matches nothing at least


def _general(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _MOST_EXACT):
        return str(int(value))
    return f"{value:.10g}"


def _date(value: datetime | date | time, code: str) -> str:
    section = _LITERALS.sub(lambda found: found[1] or found[2] or "", code.split(";", maxsplit=1)[0])
    if not re.search(r"[ymdhs]", section, re.IGNORECASE):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    half = "am/pm" in section.lower()
    parts: list[str] = []
    after_hours = False
    pieces = [piece for piece in _DATE_LETTERS.split(section) if piece]
    for position, piece in enumerate(pieces):
        low = piece.lower()
        following = next((each.lower() for each in pieces[position + 1 :] if each[0].lower() in "ymdhs"), "")
        minutes = low in ("m", "mm") and (after_hours or following.startswith("s"))
        if low[0] in "ymdhs" and low != "":
            after_hours = low[0] == "h"
        parts.append(_piece(value, low, piece, minutes=minutes, half=half))
    return "".join(parts)


def _piece(value: datetime | date | time, low: str, piece: str, *, minutes: bool, half: bool) -> str:
    if minutes:
        return f"{getattr(value, 'minute', 0):0{len(low)}}"
    if low == "am/pm":
        return "AM" if getattr(value, "hour", 0) < 12 else "PM"  # noqa: PLR2004 - noon
    if low in ("h", "hh"):
        hour = getattr(value, "hour", 0)
        return f"{(hour - 1) % 12 + 1 if half else hour:0{len(low)}}"
    plain = {"m": "month", "mm": "month", "d": "day", "s": "second"}
    if low in plain:
        return f"{getattr(value, plain[low], 0):0{len(low)}}"
    known = dict(_DATES).get(low)
    if known is None:
        return "" if low.startswith(".0") else piece
    return value.strftime(known)
