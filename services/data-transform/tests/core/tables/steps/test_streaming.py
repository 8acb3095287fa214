"""Steps on tables that are read in batches give what they give in memory, warnings and rejects included."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flowforge_data.core.conversion.forms import TableForm
from flowforge_data.core.conversion.opening import Origin, open_file
from flowforge_data.core.formats.port import Notes, ReadOptions
from flowforge_data.core.tables.steps import streaming
from flowforge_data.core.tables.steps.running import run_step
from flowforge_data.core.tables.steps.step import TableStep
from flowforge_data.operations import pipeline as pipelines
from flowforge_data.operations.tables import (
    cast,
    dedupe,
    derive,
    explode,
    fill,
    group,
    join,
    sample,
    select,
    sort,
    union,
    unpivot,
    window,
)
from flowforge_data.operations.tables import filter as filters
from flowforge_tables import delimited
from servicekit import FileOutput

CITIES = ["Rome", "Oslo", "Zürich", "", "a;b"]
MARKS = ["x", "Y", ""]
ROWS = 3_000
FUNCTIONS = ("sum", "min", "max", "median", "count_distinct", "first", "last", "mode", "list")
JOINS = ("left", "inner", "right", "full", "only_matched", "only_unmatched")


def table(rows: int = ROWS, late: str = "") -> str:
    lines = [
        f"{number},{CITIES[number % 5]},{number * 131 % 400 / 4},{number * 17 % 9},{MARKS[number % 7 % 3]}"
        for number in range(rows)
    ]
    return "id,city,price,n,mark\n" + "\n".join([*lines, *([late] if late else [])]) + "\n"


OTHER = "city,country\nRome,IT\nOslo,NO\nOslo,SE\nParis,FR\n"
CASES: list[tuple[type[TableStep], dict[str, Any]]] = [
    (select.Select, {"keep": ["city", "id"], "rename": {"id": "number"}}),
    (filters.Filter, {"where": "n > 4 AND city = 'Rome'"}),
    (
        filters.Filter,
        {"conditions": [{"column": "n", "operator": "greater", "value": 5}], "negate": True},
    ),
    (derive.Derive, {"set": {"total": "n * 2", "share": "n / 3.5", "text": "UPPER(city)"}}),
    (derive.Derive, {"set": {"part": "SUM(n) OVER (PARTITION BY city)"}}),
    (cast.Cast, {"to_types": {"mark": "integer"}}),
    (cast.Cast, {"to_types": {"mark": "integer"}, "on_failure": "null"}),
    (explode.Explode, {"column": "city", "separator": ";"}),
    (unpivot.Unpivot, {"index": ["id"], "on": ["n", "mark"]}),
    (fill.Fill, {"method": "value", "value": "none", "target_columns": ["mark"]}),
    (fill.Fill, {"method": "down", "target_columns": ["city"]}),
    (sort.Sort, {"by": [{"column": "city"}, {"column": "n", "order": "descending"}]}),
    (sort.Sort, {"by": [{"column": "mark", "compare": "ignore_case"}]}),
    (
        group.Group,
        {"by": ["city"], "aggregates": [{"function": one, "column": "n"} for one in FUNCTIONS]},
    ),
    (group.Group, {"aggregates": [{"function": "count"}, {"function": "sum", "column": "n"}]}),
    (dedupe.Dedupe, {"by": ["city", "n"]}),
    (dedupe.Dedupe, {"by": ["mark"], "keep": "last", "ignore_case": True}),
    (dedupe.Dedupe, {"by": ["city", "n", "price"], "keep": "none"}),
    *((join.Join, {"on": ["city"], "how": how}) for how in JOINS),
    (union.Union, {"source_column": "from"}),
    (sample.Sample, {"method": "every", "count": 7}),
    (window.Window, {"functions": [{"function": "running_total", "column": "n"}], "by": ["city"]}),
]
STEPS = [kind.model_validate(fields) for kind, fields in CASES]


def run(step: TableStep, folder: Path, *, batches: bool, text: str) -> tuple[FileOutput[Any], pl.DataFrame]:
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "STREAM_FROM", 1 if batches else 1 << 60)
        patch.setattr(delimited, "BLOCK", 4_000 if batches else 1 << 20)
        (folder / "other").write_text(OTHER)
        other = open_file(folder / "other", Origin("other_file"), ReadOptions(), Notes())
        needs = type(step).__name__ in ("Join", "Union")
        form = TableForm(text=text, to="parquet", type_detection="exact", **{"from": "csv"})
        patch.chdir(folder)
        made = run_step(form, step, folder, [other] if needs else [])
    assert isinstance(made.data, Path)
    return made, pl.read_parquet(made.data)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__.lower())
@pytest.mark.parametrize("late", ["", "x,Rome,1.25,3,q"])
def test_batches_give_the_same(step: TableStep, late: str, tmp_path: Path) -> None:
    """With a late value that makes text of a column of integers, reading begins anew."""
    expected, whole = run(step, tmp_path / "whole", batches=False, text=table(late=late))
    found, parts = run(step, tmp_path / "parts", batches=True, text=table(late=late))
    assert parts.to_dicts() == whole.to_dicts()
    assert found.report == expected.report


def run_pipeline(steps: Sequence[dict[str, Any]], folder: Path, *, batches: bool) -> Any:
    folder.mkdir()
    form = pipelines.PipelineForm(text=table(), to="csv", steps=tuple(steps))  # type: ignore[arg-type] # read into models
    context: Any = type("Context", (), {"workspace": folder, "check": staticmethod(lambda: None)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streaming, "STREAM_FROM", 1 if batches else 1 << 60)
        patch.chdir(folder)
        made = pipelines.run_pipeline(form, context)
    assert isinstance(made.data, Path)
    return made.data.read_text(), made.report


def test_a_pipeline_in_batches_counts_the_rows_of_each_step(tmp_path: Path) -> None:
    steps = [
        {"operation": "filter", "where": "n > 2"},
        {"operation": "sort", "by": [{"column": "price"}]},
        {"operation": "select", "drop": ["mark"]},
        {"operation": "dedupe", "by": ["city", "price"]},
        {"operation": "group", "by": ["city"], "aggregates": [{"function": "count"}]},
    ]
    expected = run_pipeline(steps, tmp_path / "whole", batches=False)
    found = run_pipeline(steps, tmp_path / "parts", batches=True)
    assert found == expected
    assert len(found[1].details["rows_after_each_step"]) == 6


def test_a_step_that_fails_in_batches_is_named(tmp_path: Path) -> None:
    steps = [{"operation": "select", "keep": ["id"]}, {"operation": "sort", "by": [{"column": "city"}]}]
    for batches in (False, True):
        with pytest.raises(Exception, match=r"Step 2 \(sort\) failed: 'by' names the column 'city'"):
            run_pipeline(steps, tmp_path / str(batches), batches=batches)
