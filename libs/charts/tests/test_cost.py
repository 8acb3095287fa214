"""What a specification may cost: everything that multiplies is counted before it is drawn."""

from typing import Any

import pytest

from flowforge_charts import ChartTooCostly, UndrawableChart, draw_svg
from flowforge_charts.cost import check_cost

XY = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}
POINTS = {"mark": "point", "encoding": XY}


def rows(count: int) -> dict[str, Any]:
    return {"values": [{"x": at, "y": at % 7, "day": f"2026-{1 + at % 12:02d}-01"} for at in range(count)]}


def count_by(channel: dict[str, Any]) -> dict[str, Any]:
    return {"mark": "bar", "encoding": {"x": channel, "y": {"aggregate": "count"}}}


DEAR: dict[str, dict[str, Any]] = {
    "points": {"data": rows(20_000), **POINTS},
    "CSV": {"data": {"values": "x,y\n" + "1,2\n" * 20_000, "format": {"type": "csv"}}, **POINTS},
    "a dataset": {"datasets": {"d": rows(20_000)["values"]}, "data": {"name": "d"}, **POINTS},
    "layers": {"data": rows(500), "layer": [POINTS] * 40},
    "inherited rows": {"data": rows(9000), "hconcat": [POINTS, POINTS]},
    "concatenated cells": {"data": rows(1), "vconcat": [POINTS] * 800},
    "repetitions": {"data": rows(1), "repeat": {"row": ["x"] * 30, "column": ["y"] * 30}, "spec": POINTS},
    "facets": {"data": rows(900), "facet": {"field": "x"}, "spec": POINTS},
    "facets in the encoding": {"data": rows(900), **POINTS, "encoding": XY | {"row": {"field": "x"}}},
    "generated rows": {"data": {"sequence": {"start": 0, "stop": 1e9}}, "mark": "point"},
    "rows by an expression": {"data": {"sequence": {"start": 0, "stop": {"signal": "1e9"}}}, "mark": "point"},
    "a fine graticule": {"data": {"graticule": {"step": [0.001, 0.001]}}, "mark": "geoshape"},
    "folded columns": {"data": rows(2000), "transform": [{"fold": ["x", "y"] * 5}], **POINTS},
    "flattened lists": {
        "data": {"values": [{"x": [1] * 5000, "y": 1}] * 4}, "transform": [{"flatten": ["x"]}], **POINTS,
    },
    "imputed keys": {
        "data": rows(2), "transform": [{"impute": "y", "key": "x", "keyvals": {"stop": 1e7}}], **POINTS,
    },
    "density": {"data": rows(9), "transform": [{"density": "y", "steps": 1_000_000}], "mark": "point"},
    "quantiles": {"data": rows(9), "transform": [{"quantile": "y", "step": 1e-9}], "mark": "point"},
    "a window": {"data": rows(15_000), "transform": [{"window": [], "frame": [-9999, 9999]}], "mark": "rule"},
    "texts": {"data": rows(5000), "mark": "text", "encoding": XY | {"text": {"field": "x"}}},
    "labels": {"data": rows(2000), **count_by({"field": "x", "type": "nominal"})},
    "ticks": {"data": rows(1), "mark": "rule", "encoding": {"x": {"field": "x", "axis": {"tickCount": 1e7}}}},
    "groups": {"data": rows(20_000), **count_by({"field": "x", "type": "quantitative"})},
}  # fmt: skip


@pytest.mark.parametrize("spec", DEAR.values(), ids=DEAR)
def test_what_would_take_too_long_is_refused(spec: dict[str, Any]) -> None:
    with pytest.raises(ChartTooCostly, match="the limit is 15,000: aggregate or sample"):
        check_cost(spec)


CHEAP: dict[str, dict[str, Any]] = {
    "points": {"data": rows(5000), **POINTS},
    "a long line": {"data": rows(20_000), "mark": "line", "encoding": XY},
    "a histogram": {"data": rows(20_000), **count_by({"field": "x", "bin": True})},
    "months": {"data": rows(20_000), **count_by({"field": "day", "timeUnit": "yearmonth"})},
    "days of the week": {"data": rows(20_000), **count_by({"field": "day", "timeUnit": "day"})},
    "a few groups": {"data": rows(20_000), **count_by({"field": "y", "type": "nominal"})},
    "a regression": {"data": rows(3000), "transform": [{"regression": "y", "on": "x"}], "mark": "line"},
    "small multiples": {"data": rows(500), **POINTS, "encoding": XY | {"facet": {"field": "y"}}},
    "no data": {"mark": "point"},
    "not Vega-Lite": {"layer": {"a": 1}, "facet": [], "transform": {"fold": 3}, "data": [], "repeat": 5},
}


@pytest.mark.parametrize("spec", CHEAP.values(), ids=CHEAP)
def test_usual_charts_are_drawn(spec: dict[str, Any]) -> None:
    check_cost(spec)


@pytest.mark.parametrize(
    "test",
    [
        "test(regexp('(a+)+$'), datum.x)",
        "test('(a|a)*', datum.x)",
        "replace('a', regexp('(a+)' + '+b'), '')",
    ],
)
def test_patterns_that_may_never_end_are_refused(test: str) -> None:
    with pytest.raises(UndrawableChart, match="repeats a group"):
        check_cost({"data": rows(1), "transform": [{"filter": test}], **POINTS})


def test_plain_patterns_are_allowed() -> None:
    check_cost({"data": rows(1), "transform": [{"filter": "test(regexp('^a+b*$'), datum.x)"}], **POINTS})


@pytest.mark.parametrize("function", ["sequence(0, 1e9)", "pad('x', 1e9, 'y')", "repeat('x', 1e9)"])
def test_expressions_that_make_any_number_of_values_are_refused(function: str) -> None:
    transform = [{"calculate": f"length({function})", "as": "y"}]
    with pytest.raises(UndrawableChart, match="'calculate' must not use"):
        draw_svg({"data": rows(1), "transform": transform, **POINTS})
