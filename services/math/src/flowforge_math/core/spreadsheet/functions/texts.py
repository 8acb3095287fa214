"""Functions of texts. Characters count from 1."""

import math
import re
from typing import Any, Final

from flowforge_math.core.spreadsheet.criteria import wildcard
from flowforge_math.core.spreadsheet.formats import formatted
from flowforge_math.core.spreadsheet.functions.arithmetic import round_
from flowforge_math.core.spreadsheet.registry import MANY, MISSING, single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import (
    MAX_TEXT,
    NA,
    VALUE,
    Area,
    Failed,
    boolean,
    number_in,
    spread,
    text,
)

LAST_CHARACTER: Final = 0x10FFFF
_WORD: Final = re.compile(r"[^\W\d_]+")


def _count(value: float) -> int:
    if value < 0:
        raise Failed(VALUE)
    return min(int(value), MAX_TEXT + 1)


@single("LEFT", "tn")
def left(value: str, count: float = 1.0) -> str:
    return value[: _count(count)]


@single("RIGHT", "tn")
def right(value: str, count: float = 1.0) -> str:
    return value[-_count(count) :] if _count(count) else ""


@single("MID", "tnn")
def mid(value: str, start: float, count: float) -> str:
    if start < 1:
        raise Failed(VALUE)
    return value[_count(start) - 1 :][: _count(count)]


@single("LEN", "t")
def length(value: str) -> int:
    return len(value)


@single("TRIM", "t")
def trim(value: str) -> str:
    return re.sub(" +", " ", value.strip(" "))


@single("CLEAN", "t")
def clean(value: str) -> str:
    return "".join(letter for letter in value if letter >= " ")


@single("UPPER", "t")
def upper(value: str) -> str:
    return value.upper()


@single("LOWER", "t")
def lower(value: str) -> str:
    return value.lower()


@single("PROPER", "t")
def proper(value: str) -> str:
    return _WORD.sub(lambda found: found[0].capitalize(), value)


@single("EXACT", "tt")
def exact(one: str, other: str) -> bool:
    return one == other


@single("REPT", "tn")
def repeat(value: str, count: float) -> str:
    if len(value) * _count(count) > MAX_TEXT:
        raise Failed(VALUE)
    return value * _count(count)


@single("FIND", "ttn")
def find(wanted: str, within: str, start: float = 1.0) -> int:
    if not 1 <= start <= len(within) + 1:
        raise Failed(VALUE)
    found = within.find(wanted, int(start) - 1)
    if found < 0:
        raise Failed(VALUE)
    return found + 1


@single("SEARCH", "ttn")
def search(wanted: str, within: str, start: float = 1.0) -> int:
    if not 1 <= start <= len(within) + 1:
        raise Failed(VALUE)
    plain, folded = wanted.lower(), within.lower()
    if not set(plain) & set("*?~"):
        found = folded.find(plain, int(start) - 1)
    else:
        if len(folded) > 1_000:  # noqa: PLR2004 - every place is tried
            raise Failed(VALUE)
        matches = wildcard(plain + "*")
        found = next((at for at in range(int(start) - 1, len(folded)) if matches(folded[at:])), -1)
    if found < 0:
        raise Failed(VALUE)
    return found + 1


@single("SUBSTITUTE", "tttv")
def substitute(value: str, old: str, new: str, instance: Any = None) -> str:
    if not old:
        return value
    if instance is None:
        if value.count(old) * len(new) > MAX_TEXT:
            raise Failed(VALUE)
        return value.replace(old, new)
    wanted = int(instance) if isinstance(instance, float) else 0
    if wanted < 1:
        raise Failed(VALUE)
    parts = value.split(old)
    if wanted >= len(parts):
        return value
    return old.join(parts[:wanted]) + new + old.join(parts[wanted:])


@single("REPLACE", "tnnt")
def replace(value: str, start: float, count: float, new: str) -> str:
    if start < 1:
        raise Failed(VALUE)
    at = int(start) - 1
    return value[:at] + new + value[at + _count(count) :]


@single("TEXT", "vt")
def as_text(value: Any, pattern: str) -> str:
    return formatted(value, pattern)


@single("VALUE", "v")
def value_of(value: Any) -> float:
    found = number_in(value) if isinstance(value, str) else value
    if found is None and value is not None:
        raise Failed(VALUE)
    if isinstance(found, bool):
        raise Failed(VALUE)
    return float(found or 0.0)


@single("NUMBERVALUE", "ttt")
def number_value(value: str, point: str = ".", group: str = ",") -> float:
    plain = re.sub(r"\s", "", value).replace(group[:1], "").replace(point[:1] or ".", ".")
    if not plain:
        return 0.0
    share = len(plain) - len(plain.rstrip("%"))
    found = number_in(plain.rstrip("%"))
    if found is None:
        raise Failed(VALUE)
    return float(found) / math.pow(100, share)


@single("CHAR UNICHAR", "n")
def character(code: float) -> str:
    if not 1 <= code <= LAST_CHARACTER or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - halves of characters
        raise Failed(VALUE)
    return chr(int(code))


@single("CODE UNICODE", "t")
def code_of(value: str) -> int:
    if not value:
        raise Failed(VALUE)
    return ord(value[0])


@single("FIXED", "nnb")
def fixed(value: float, places: float = 2.0, plain: bool = False) -> str:  # noqa: FBT001, FBT002 - the value of a cell
    shown = round_(value, places)
    digits = max(0, min(int(places), 100))
    return f"{shown:.{digits}f}" if plain else f"{shown:,.{digits}f}"


@single("DOLLAR", "nn")
def dollar(value: float, places: float = 2.0) -> str:
    shown = fixed(abs(value), places)
    return f"(${shown})" if value < 0 else f"${shown}"


@whole("CONCATENATE", 1, MANY)
def concatenate(frame: Frame, *values: Any) -> Any:
    """Join cell by cell; CONCAT joins all cells of an array."""
    given = [None if value is MISSING else value for value in values]
    return spread(lambda *cells: "".join(map(text, cells)), given, frame.sheet.charge)


@whole("CONCAT", 1, MANY)
def concat(frame: Frame, *values: Any) -> str:
    return "".join(_texts(frame, values))


@whole("TEXTJOIN", 3, MANY)
def text_join(frame: Frame, delimiter: Any, skip: Any, *values: Any) -> str:
    found = _texts(frame, values)
    if skip is MISSING or boolean(skip):
        found = [one for one in found if one]
    return text(None if delimiter is MISSING else delimiter).join(found)


def _texts(frame: Frame, values: tuple[Any, ...]) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, Area):
            frame.sheet.charge(len(value.rows) * value.width)
            found += map(text, value.cells())
        elif value is not MISSING:
            found.append(text(value))
    return found


@single("TEXTBEFORE", "ttn")
def text_before(value: str, delimiter: str, instance: float = 1.0) -> str:
    parts, at = _parts(value, delimiter, instance)
    return delimiter.join(parts[:at])


@single("TEXTAFTER", "ttn")
def text_after(value: str, delimiter: str, instance: float = 1.0) -> str:
    parts, at = _parts(value, delimiter, instance)
    return delimiter.join(parts[at:])


def _parts(value: str, delimiter: str, instance: float) -> tuple[list[str], int]:
    if not delimiter or int(instance) == 0:
        raise Failed(VALUE)
    parts = value.split(delimiter)
    at = int(instance) if instance > 0 else len(parts) + int(instance)
    if not 1 <= at < len(parts):
        raise Failed(NA)
    return parts, at


@whole("TEXTSPLIT", 2, 2)
def text_split(_: Frame, value: Any, delimiter: Any) -> Area:
    sign = text(delimiter)
    if not sign:
        raise Failed(VALUE)
    return Area([list(text(value).split(sign))])
