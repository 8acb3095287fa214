"""The pieces that an output may be made of: a column, a part of it, its case, its date in another format."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flowforge_data.core.formats.columns.rows import as_text

_SEPARATORS: Final = (" ", ", ", ",", "; ", ";", " - ", "-", "_", "/", ".", "@", ":", "|", "\t", "(", ")")
_PLACES: Final = (1, 2, 3, 4, 5, -1, -2)
_CUTS: Final = (1, 2, 3, 4)
_DATES: Final = (
    "%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d", "%d-%m-%Y", "%b %d, %Y",
    "%B %d, %Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
)  # fmt: skip
_DATE_OUTPUTS: Final = (*_DATES, "%Y", "%m", "%d", "%B", "%b", "%A", "%Y-%m", "%H:%M")
Evaluate = Callable[[Mapping[str, Any]], str | None]


@dataclass(frozen=True, slots=True)
class Atom:
    """One piece: its SQL, what it costs to be believed, and its value for a row (None where it has none)."""

    sql: str
    cost: float
    evaluate: Evaluate


def text_of(row: Mapping[str, Any], column: str) -> str | None:
    value = row.get(column)
    return None if value is None else as_text(value)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def atoms_of(columns: Sequence[str], inputs: Sequence[Mapping[str, Any]]) -> Iterator[Atom]:
    """Yield every piece that has a value in all *inputs*, the simplest first."""
    for column in columns:
        values = [text_of(row, column) for row in inputs]
        if any(value is None for value in values):
            continue
        is_text = all(isinstance(row.get(column), str) for row in inputs)
        base = Atom(
            named(column) if is_text else f"CAST({named(column)} AS VARCHAR)",
            1.0,
            lambda row, column=column: text_of(row, column),  # type: ignore[misc] # a default binds the name
        )
        yield from _with_cases(base)
        for part in _parts(base, [value or "" for value in values]):
            yield from _with_cases(part)
        if is_text:
            yield from _dates(base, [value or "" for value in values])


def _parts(base: Atom, values: Sequence[str]) -> Iterator[Atom]:
    for separator in _SEPARATORS:
        if all(separator in value for value in values):
            for place in _PLACES:
                if all(len(value.split(separator)) >= abs(place) for value in values):
                    part = _split(base, separator, place)
                    yield part
                    yield from _cuts(part)
    yield from _cuts(base)


def _split(base: Atom, separator: str, place: int) -> Atom:
    def evaluate(row: Mapping[str, Any]) -> str | None:
        value = base.evaluate(row)
        words = [] if value is None else value.split(separator)
        if len(words) < abs(place):
            return None
        return words[place - 1 if place > 0 else place]

    cost = base.cost + 0.3 + abs(place) / 20 + (0.05 if place < 0 else 0)
    return Atom(f"SPLIT_PART({base.sql}, {quoted(separator)}, {place})", cost, evaluate)


def _cuts(base: Atom) -> Iterator[Atom]:
    for length in _CUTS:
        yield Atom(f"LEFT({base.sql}, {length})", base.cost + 0.5 + length / 10, _cut(base, 0, length))
        yield Atom(f"RIGHT({base.sql}, {length})", base.cost + 0.7 + length / 10, _cut(base, -length, None))


def _cut(base: Atom, start: int, end: int | None) -> Evaluate:
    def evaluate(row: Mapping[str, Any]) -> str | None:
        value = base.evaluate(row)
        return value[start:end] or None if value is not None else None

    return evaluate


def _with_cases(base: Atom) -> Iterator[Atom]:
    yield base
    for name, change in (("UPPER", str.upper), ("LOWER", str.lower), ("INITCAP", _title)):
        yield Atom(f"{name}({base.sql})", base.cost + 0.25, _changed(base, change))
    yield Atom(f"TRIM({base.sql})", base.cost + 0.3, _changed(base, str.strip))


def _title(text: str) -> str:
    """As INITCAP does: letters after anything that is neither letter nor digit."""
    made, start = [], True
    for letter in text:
        made.append(letter.upper() if start else letter.lower())
        start = not letter.isalnum()
    return "".join(made)


def _changed(base: Atom, change: Callable[[str], str]) -> Evaluate:
    def evaluate(row: Mapping[str, Any]) -> str | None:
        value = base.evaluate(row)
        return None if value is None else change(value)

    return evaluate


def _dates(base: Atom, values: Sequence[str]) -> Iterator[Atom]:
    for given in _DATES:
        if all(_date(value, given) for value in values):
            for wanted in _DATE_OUTPUTS:
                if wanted != given:
                    sql = f"STRFTIME(STRPTIME({base.sql}, {quoted(given)}), {quoted(wanted)})"
                    yield Atom(sql, base.cost + 0.6, _reformatted(base, given, wanted))


def _reformatted(base: Atom, given: str, wanted: str) -> Evaluate:
    def evaluate(row: Mapping[str, Any]) -> str | None:
        value = base.evaluate(row)
        moment = None if value is None else _date(value, given)
        return None if moment is None else moment.strftime(wanted)

    return evaluate


def _date(value: str, pattern: str) -> dt.datetime | None:
    try:
        found = dt.datetime.strptime(value, pattern)  # noqa: DTZ007 - a date without a zone stays without
    except ValueError:
        return None
    return found if found.strftime(pattern) == value else None
