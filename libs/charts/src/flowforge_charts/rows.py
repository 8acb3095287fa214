"""How many rows the data of a specification has, and what its transforms make of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

UNKNOWN = 1e12  # rows or work without a bound
_ROW = 0.05
_SQUARED = 10_000
_STEPS = 200
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


def rows_of(spec: Mapping[str, Any], outer: Rows, datasets: Mapping[str, Any]) -> Rows:
    """Return the rows of a part of a specification: its own or the outer ones, transformed."""
    rows = _read(spec["data"], datasets) if isinstance(spec.get("data"), Mapping) else outer
    transforms = spec.get("transform")
    splits = "split" in str(transforms)
    for each in transforms if isinstance(transforms, list) else ():
        if isinstance(each, Mapping):
            rows = _transformed(rows, each, splits=splits)
    return rows


def _read(data: Mapping[str, Any], datasets: Mapping[str, Any]) -> Rows:
    for name, made in (("sequence", _sequence), ("graticule", _graticule)):
        if name in data:
            return _of(made(data[name]))
    values = data.get("values", datasets.get(str(data.get("name"))))
    if isinstance(values, str):
        lines = values.count("\n") + values.count("\r") + values.count(",{") + 1
        return Rows(lines, lines * _ROW, sizes=(lines, len(values)))
    elements, letters = _sizes(values)
    known = values if isinstance(values, list) else []
    count = float(len(known)) if known else max(1.0, elements)
    nested = max(0.0, elements - count)
    return Rows(count, (count + nested) * _ROW, known, (elements, letters))


def _of(count: float) -> Rows:
    return Rows(count, count * _ROW)


def _transformed(rows: Rows, transform: Mapping[str, Any], *, splits: bool) -> Rows:
    if "fold" in transform and isinstance(transform["fold"], list):
        return _grown(rows, rows.count * len(transform["fold"]))
    if "flatten" in transform:
        return _grown(rows, rows.count + rows.sizes[0] + (rows.sizes[1] / 2 if splits else 0))
    if "impute" in transform:
        return _grown(rows, max(rows.count, _groups(rows, transform) * _keys(transform, rows)))
    if "density" in transform or "quantile" in transform:
        made = _groups(rows, transform) * _steps(transform)
        return replace(_of(made), work=rows.work + made * (_ROW + rows.count / _SQUARED))
    if "loess" in transform or "window" in transform:
        return replace(rows, work=rows.work + rows.count * rows.count / _SQUARED)
    return replace(rows, work=rows.work + rows.count * _ROW)


def _grown(rows: Rows, count: float) -> Rows:
    """Return more rows; what fields the old ones held is still known."""
    return replace(rows, count=count, work=rows.work + count * _ROW)


def _groups(rows: Rows, transform: Mapping[str, Any]) -> float:
    names = transform.get("groupby")
    groups = 1.0
    for name in names if isinstance(names, list) else ():
        groups *= rows.distinct(name)
    return min(rows.count, groups)


def _steps(transform: Mapping[str, Any]) -> float:
    if "quantile" in transform:
        return 1 / max(_number(transform, "step", 0.01), 1 / UNKNOWN)
    most = _number(transform, "maxsteps", _number(transform, "steps", _STEPS))
    return max(most, _number(transform, "minsteps", 0))


def _keys(transform: Mapping[str, Any], rows: Rows) -> float:
    keys = transform.get("keyvals")
    if isinstance(keys, Mapping):
        return _sequence(keys)
    return rows.distinct(transform.get("key")) + (len(keys) if isinstance(keys, list) else 0)


def _sequence(terms: object) -> float:
    if not isinstance(terms, Mapping):
        return UNKNOWN
    start, stop = _number(terms, "start", 0), _number(terms, "stop", UNKNOWN)
    step = _number(terms, "step", 1)
    return min(UNKNOWN, abs(stop - start) / max(abs(step), 1 / UNKNOWN) + 1)


def _graticule(terms: object) -> float:
    if not isinstance(terms, Mapping):
        return _DEGREES
    given = [terms.get(name) for name in ("step", "stepMajor", "stepMinor")]
    steps = [each for pair in given if isinstance(pair, list) for each in pair]
    finest = min((each for each in steps if isinstance(each, int | float)), default=10.0)
    precision = _number(terms, "precision", _PRECISION)
    lines = 2 * _DEGREES / max(abs(finest), 1 / UNKNOWN)
    return min(UNKNOWN, lines * (_DEGREES / max(abs(precision), 1 / UNKNOWN)) / 10)


def _number(terms: Mapping[str, Any], name: str, default: float) -> float:
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
