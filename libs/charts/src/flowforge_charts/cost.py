"""The cost of a Vega-Lite specification, estimated before it is drawn.

The unit is one simple mark, of which a busy core draws about a thousand a second. What multiplies is
multiplied: rows by layers, repetitions and generated rows; cells by their axes. Groups and cells are
counted in the rows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flowforge_charts.errors import ChartTooCostly, UndrawableChart
from flowforge_charts.rows import UNKNOWN, Rows, rows_of

MOST_COST = 15_000
_MARK, _TEXT, _CELL, _LABEL, _POINT_OF_LINE, _ROW = 1.0, 5.0, 25.0, 10.0, 0.1, 0.05
_SQUARED = 10_000  # pairs of rows for a unit
_CONCATENATIONS = ("concat", "hconcat", "vconcat")
_PATHS = frozenset(("line", "area", "trail", "geoshape"))
_COUNTED = frozenset(("tickCount", "maxbins", "symbolLimit"))
# Functions of expressions that make as much as a number says.
_GENERATORS = re.compile(r"\b(sequence|pad|repeat)\s*\(")
_EXPRESSIONS = frozenset(("calculate", "expr", "filter", "signal", "test", "labelExpr", "update"))
_DATA = frozenset(("values", "datasets"))
_DATE_PARTS = {"year": 4, "yearquarter": 7, "yearmonth": 7, "yearmonthdate": 10}
_PARTS_OF_A_YEAR = 1440
_DEFAULT_BINS = 10
Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of a specification is drawn with."""

    rows: Rows
    datasets: Mapping[str, Any]


def check_cost(spec: Spec) -> None:
    """Raise ChartTooCostly if drawing *spec* would take too long, UndrawableChart if nobody can tell."""
    datasets = spec.get("datasets")
    outer = _Part(Rows(), datasets if isinstance(datasets, Mapping) else {})
    cost = _settings(spec) + _part(spec, outer)
    if cost > MOST_COST:
        raise ChartTooCostly(cost=f"{min(cost, 1e12):,.0f}", limit=f"{MOST_COST:,}")


def _part(spec: object, outer: _Part) -> float:
    if not isinstance(spec, Mapping):
        return 0.0
    rows = rows_of(spec, outer.rows, outer.datasets)
    inner = replace(outer, rows=rows)
    loaded = 0.0 if rows is outer.rows else rows.work
    for name in _CONCATENATIONS:
        if isinstance(spec.get(name), list):
            return loaded + sum(_CELL + _part(each, inner) for each in spec[name])
    if isinstance(spec.get("layer"), list):
        shared = spec.get("encoding")
        return loaded + sum(_part(_with(shared, each), inner) for each in spec["layer"])
    if "repeat" in spec:
        return loaded + _repetitions(spec["repeat"]) * (_CELL + _part(spec.get("spec"), inner))
    if "facet" in spec:
        return loaded + _cells(spec["facet"], rows) * _CELL + _part(spec.get("spec"), inner)
    return loaded + _unit(spec, rows)


def _with(shared: object, layer: object) -> object:
    if not (isinstance(shared, Mapping) and isinstance(layer, Mapping)):
        return layer
    own = layer.get("encoding")
    return {**layer, "encoding": {**shared, **(own if isinstance(own, Mapping) else {})}}


def _unit(spec: Spec, rows: Rows) -> float:
    mark = spec.get("mark")
    kind = mark.get("type") if isinstance(mark, Mapping) else mark
    encoding = spec.get("encoding")
    channels = dict(encoding) if isinstance(encoding, Mapping) else {}
    weight = _TEXT if kind == "text" else _POINT_OF_LINE if kind in _PATHS else _MARK
    if isinstance(mark, Mapping) and (mark.get("point") or mark.get("line")):
        weight += _MARK
    facets = {name: channels.pop(name) for name in ("facet", "row", "column") if name in channels}
    cells = _cells(facets, rows) if facets else 1
    labels = sum(_labels(channels.get(name), rows) for name in ("x", "y", "color", "shape"))
    return _marks(channels, rows) * weight * _overdraw(kind) + cells * (_CELL * bool(facets) + labels)


def _overdraw(kind: object) -> int:
    """Return how many marks a row makes at the most."""
    return 5 if kind in ("boxplot", "errorbar", "errorband") else 1


def _marks(channels: Mapping[str, Any], rows: Rows) -> float:
    """Return how many groups are drawn: all rows, unless a channel aggregates."""
    definitions = [each for each in channels.values() if isinstance(each, Mapping)]
    if not any("aggregate" in each for each in definitions):
        return rows.count
    grouping = [each for each in definitions if "aggregate" not in each and "field" in each]
    groups = 1.0
    for each in grouping:
        groups *= _distinct(each, rows)
    return min(rows.count, groups)


def _labels(channel: object, rows: Rows) -> float:
    if not isinstance(channel, Mapping) or channel.get("type") not in ("nominal", "ordinal"):
        return 0.0
    axis = channel.get("axis", channel.get("legend", {}))
    if axis is None or axis is False:
        return 0.0
    values = axis.get("values") if isinstance(axis, Mapping) else None
    return _LABEL * (len(values) if isinstance(values, list) else _distinct(channel, rows))


def _distinct(channel: Mapping[str, Any], rows: Rows) -> float:
    """Return how many different values a channel has at the most."""
    field, unit, bins = channel.get("field"), channel.get("timeUnit"), channel.get("bin")
    if bins:
        most = bins.get("maxbins", _DEFAULT_BINS) if isinstance(bins, Mapping) else _DEFAULT_BINS
        stepped = isinstance(bins, Mapping) and "step" in bins
        return rows.count if stepped or not isinstance(most, int) else min(rows.count, most + 1)
    if unit is not None:
        name = str(unit.get("unit") if isinstance(unit, Mapping) else unit)
        if "year" not in name:
            return min(rows.count, _PARTS_OF_A_YEAR)
        return rows.distinct(field, _DATE_PARTS.get(name.removeprefix("utc")))
    return rows.distinct(field)


def _cells(facet: object, rows: Rows) -> float:
    if not isinstance(facet, Mapping):
        return 1.0
    if "field" in facet:
        return _distinct(facet, rows)
    cells = 1.0
    for each in facet.values():
        if isinstance(each, Mapping):
            cells *= _distinct(each, rows)
    return cells


def _repetitions(repeat: object) -> float:
    if isinstance(repeat, list):
        return len(repeat)
    if not isinstance(repeat, Mapping):
        return 1.0
    count = 1.0
    for each in repeat.values():
        count *= len(each) if isinstance(each, list) else 1
    return count


def _settings(spec: Spec) -> float:
    """Return the cost of what stands outside the data. Raises UndrawableChart for what has no bound."""
    cost = 0.0
    for name, value in _properties(spec):
        cost += _ROW
        if name in _EXPRESSIONS and isinstance(value, str) and (found := _GENERATORS.search(value)):
            raise UndrawableChart(reason=f"'{name}' must not use '{found[1]}', whose cost has no limit")
        if name in _COUNTED and isinstance(value, int | float):
            cost += abs(value) * _LABEL if abs(value) < UNKNOWN else UNKNOWN
    return cost


def _properties(part: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Yield the properties of a specification, without its rows; elements under their list's name."""
    waiting: list[tuple[str, object]] = [(name, part)]
    while waiting:
        at, value = waiting.pop()
        if at in _DATA:
            continue
        yield at, value
        if isinstance(value, Mapping):
            waiting += [(str(key), each) for key, each in value.items()]
        elif isinstance(value, list):
            waiting += [(at, each) for each in value]
