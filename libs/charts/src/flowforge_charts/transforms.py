"""How many rows the transforms of a specification make of its data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flowforge_charts.rows import ROW, UNKNOWN, Rows, counted, number, read_rows, sequence

_SQUARED = 10_000  # pairs of rows that cost as much as a mark
_STEPS = 200


def rows_of(spec: Mapping[str, Any], outer: Rows, datasets: Mapping[str, Any]) -> Rows:
    """Return the rows of a part of a specification: its own or the outer ones, transformed."""
    rows = read_rows(spec["data"], datasets) if isinstance(spec.get("data"), Mapping) else outer
    transforms = spec.get("transform")
    splits = "split" in str(transforms)
    for each in transforms if isinstance(transforms, list) else ():
        if isinstance(each, Mapping):
            rows = _transformed(rows, each, splits=splits)
    return rows


def _transformed(rows: Rows, transform: Mapping[str, Any], *, splits: bool) -> Rows:
    if "fold" in transform and isinstance(transform["fold"], list):
        return _grown(rows, rows.count * len(transform["fold"]))
    if "flatten" in transform:
        return _grown(rows, rows.count + rows.sizes[0] + (rows.sizes[1] / 2 if splits else 0))
    if "impute" in transform:
        return _grown(rows, max(rows.count, _groups(rows, transform) * _keys(transform, rows)))
    if "density" in transform or "quantile" in transform:
        made = _groups(rows, transform) * _steps(transform)
        return replace(counted(made), work=rows.work + made * (ROW + rows.count / _SQUARED))
    if "loess" in transform or "window" in transform:
        return replace(rows, work=rows.work + rows.count * rows.count / _SQUARED)
    return replace(rows, work=rows.work + rows.count * ROW)


def _grown(rows: Rows, count: float) -> Rows:
    """Return more rows; what fields the old ones held is still known."""
    return replace(rows, count=count, work=rows.work + count * ROW)


def _groups(rows: Rows, transform: Mapping[str, Any]) -> float:
    names = transform.get("groupby")
    groups = 1.0
    for name in names if isinstance(names, list) else ():
        groups *= rows.distinct(name)
    return min(rows.count, groups)


def _steps(transform: Mapping[str, Any]) -> float:
    if "quantile" in transform:
        return 1 / max(number(transform, "step", 0.01), 1 / UNKNOWN)
    most = number(transform, "maxsteps", number(transform, "steps", _STEPS))
    return max(most, number(transform, "minsteps", 0))


def _keys(transform: Mapping[str, Any], rows: Rows) -> float:
    keys = transform.get("keyvals")
    if isinstance(keys, Mapping):
        return sequence(keys)
    return rows.distinct(transform.get("key")) + (len(keys) if isinstance(keys, list) else 0)
