"""The cost of a Vega-Lite specification, estimated before it is drawn.

The unit is one simple mark, of which a busy core draws about a thousand a second. What multiplies is
multiplied: rows by layers, repetitions and generated rows; cells by their axes. Groups and cells are
counted in the rows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flowforge_charts.counting import count_cells, count_labels, count_marks, count_repetitions
from flowforge_charts.errors import ChartTooCostly, UndrawableChart
from flowforge_charts.rows import ROW, UNKNOWN, Rows
from flowforge_charts.transforms import rows_of

MOST_COST = 15_000
_MARK, _TEXT, _CELL, _LABEL, _POINT_OF_LINE = 1.0, 5.0, 25.0, 10.0, 0.1
_CONCATENATIONS = ("concat", "hconcat", "vconcat")
_PATHS = frozenset(("line", "area", "trail", "geoshape"))
_COUNTED = frozenset(("tickCount", "maxbins", "symbolLimit"))
# Functions of expressions that make as much as a number says.
_GENERATORS = re.compile(r"\b(sequence|pad|repeat)\s*\(")
# Regular expressions, and groups that are repeated: matching those may take time without limit.
_PATTERNS = re.compile(r"\b(regexp|test|replace)\s*\(")
_REPEATED_GROUP = re.compile(r"\)[\s'\"]*[*+{]")
_EXPRESSIONS = frozenset(("calculate", "expr", "filter", "signal", "test", "labelExpr", "update"))
_DATA = frozenset(("values", "datasets"))
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
        return loaded + count_repetitions(spec["repeat"]) * (_CELL + _part(spec.get("spec"), inner))
    if "facet" in spec:
        return loaded + count_cells(spec["facet"], rows) * _CELL + _part(spec.get("spec"), inner)
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
    cells = count_cells(facets, rows) if facets else 1
    labels = _LABEL * sum(count_labels(channels.get(name), rows) for name in ("x", "y", "color", "shape"))
    return count_marks(channels, rows) * weight * _overdraw(kind) + cells * (_CELL * bool(facets) + labels)


def _overdraw(kind: object) -> int:
    """Return how many marks a row makes at the most."""
    return 5 if kind in ("boxplot", "errorbar", "errorband") else 1


def _settings(spec: Spec) -> float:
    """Return the cost of what stands outside the data. Raises UndrawableChart for what has no bound."""
    cost = 0.0
    for name, value in _properties(spec):
        cost += ROW
        if name in _EXPRESSIONS and isinstance(value, str) and (found := _GENERATORS.search(value)):
            raise UndrawableChart(reason=f"'{name}' must not use '{found[1]}', whose cost has no limit")
        if name in _EXPRESSIONS and isinstance(value, str) and _PATTERNS.search(value):
            _refuse_slow_pattern(name, value)
        if name in _COUNTED and isinstance(value, int | float):
            cost += abs(value) * _LABEL if abs(value) < UNKNOWN else UNKNOWN
    return cost


def _refuse_slow_pattern(name: str, expression: str) -> None:
    if _REPEATED_GROUP.search(expression):
        raise UndrawableChart(
            reason=f"'{name}' must not use a regular expression that repeats a group, whose cost has no limit"
        )


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
