"""How many rows the data of a specification has."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = 1e12  # rows or work without a bound
ROW = 0.05
_DEGREES = 360.0
_PRECISION = 2.5


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of data: how many, what reading and transforming them costs, and the rows if they are known."""

    count: float = 1.0
    work: float = 0.0
    known: list[Any] = field(default_factory=list)
    sizes: tuple[float, float] = (0.0, 0.0)  # elements of lists in the rows, characters

    def distinct(self, name: object, letters: int | None = None) -> float:
        """Return how many different values a field has, of which the first *letters* count."""
        rows = [row for row in self.known if isinstance(row, Mapping) and name in row]
        if not rows:
            return self.count
        return min(self.count, len({str(row[name])[:letters] for row in rows}))


def read_rows(data: Mapping[str, Any], datasets: Mapping[str, Any]) -> Rows:
    for name, made in (("sequence", sequence), ("graticule", _graticule)):
        if name in data:
            return counted(made(data[name]))
    values = data.get("values", datasets.get(str(data.get("name"))))
    if isinstance(values, str):
        lines = values.count("\n") + values.count("\r") + values.count(",{") + 1
        return Rows(lines, lines * ROW, sizes=(lines, len(values)))
    elements, letters = _sizes(values)
    known = values if isinstance(values, list) else []
    count = float(len(known)) if known else max(1.0, elements)
    nested = max(0.0, elements - count)
    return Rows(count, (count + nested) * ROW, known, (elements, letters))


def counted(count: float) -> Rows:
    return Rows(count, count * ROW)


def sequence(terms: object) -> float:
    if not isinstance(terms, Mapping):
        return UNKNOWN
    start, stop = number(terms, "start", 0), number(terms, "stop", UNKNOWN)
    step = number(terms, "step", 1)
    return min(UNKNOWN, abs(stop - start) / max(abs(step), 1 / UNKNOWN) + 1)


def _graticule(terms: object) -> float:
    if not isinstance(terms, Mapping):
        return _DEGREES
    given = [terms.get(name) for name in ("step", "stepMajor", "stepMinor")]
    steps = [each for pair in given if isinstance(pair, list) for each in pair]
    finest = min((each for each in steps if isinstance(each, int | float)), default=10.0)
    precision = number(terms, "precision", _PRECISION)
    lines = 2 * _DEGREES / max(abs(finest), 1 / UNKNOWN)
    return min(UNKNOWN, lines * (_DEGREES / max(abs(precision), 1 / UNKNOWN)) / 10)


def number(terms: Mapping[str, Any], name: str, default: float) -> float:
    """Return a number of the specification; an expression in its place may be any number."""
    value = terms.get(name, default)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else UNKNOWN


def _sizes(values: object) -> tuple[float, float]:
    """Return the number of elements of all lists in *values*, and of letters of all texts."""
    elements = letters = 0
    waiting = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            elements += len(value)
            waiting += value
        elif isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, str):
            letters += len(value)
    return float(elements), float(letters)
