"""Count what a specification draws: groups, labels, cells and repetitions."""

from collections.abc import Mapping
from typing import Any

from flowforge_charts.rows import Rows

_DATE_PARTS = {"year": 4, "yearquarter": 7, "yearmonth": 7, "yearmonthdate": 10}
_PARTS_OF_A_YEAR = 1440
_DEFAULT_BINS = 10


def count_marks(channels: Mapping[str, Any], rows: Rows) -> float:
    """Return how many groups are drawn: all rows, unless a channel aggregates."""
    definitions = [each for each in channels.values() if isinstance(each, Mapping)]
    if not any("aggregate" in each for each in definitions):
        return rows.count
    grouping = [each for each in definitions if "aggregate" not in each and "field" in each]
    groups = 1.0
    for each in grouping:
        groups *= _distinct(each, rows)
    return min(rows.count, groups)


def count_labels(channel: object, rows: Rows) -> float:
    if not isinstance(channel, Mapping) or channel.get("type") not in ("nominal", "ordinal"):
        return 0.0
    axis = channel.get("axis", channel.get("legend", {}))
    if axis is None or axis is False:
        return 0.0
    values = axis.get("values") if isinstance(axis, Mapping) else None
    return len(values) if isinstance(values, list) else _distinct(channel, rows)


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


def count_cells(facet: object, rows: Rows) -> float:
    if not isinstance(facet, Mapping):
        return 1.0
    if "field" in facet:
        return _distinct(facet, rows)
    cells = 1.0
    for each in facet.values():
        if isinstance(each, Mapping):
            cells *= _distinct(each, rows)
    return cells


def count_repetitions(repeat: object) -> float:
    if isinstance(repeat, list):
        return len(repeat)
    if not isinstance(repeat, Mapping):
        return 1.0
    count = 1.0
    for each in repeat.values():
        count *= len(each) if isinstance(each, list) else 1
    return count
