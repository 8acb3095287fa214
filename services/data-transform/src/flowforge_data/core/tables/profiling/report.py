"""The HTML report of a profile: one self-contained page, its pictures drawn as SVG."""

from pathlib import Path
from typing import Any, Final

import minijinja

from flowforge_data.core.tables.profiling.results import Bar, ColumnProfile, TableProfile, ValueCount

WIDTH: Final = 320
HEIGHT: Final = 72
_TEMPLATE: Final = Path(__file__).with_suffix(".html").read_text()


def report_of_profile(profile: TableProfile, title: str) -> str:
    """Return the page. All that comes from the table is escaped."""
    environment = minijinja.Environment(templates={"report.html": _TEMPLATE})
    return environment.render_template(
        "report.html",
        title=title,
        figures=[
            ("rows", f"{profile.rows:,}"),
            ("columns", f"{len(profile.columns):,}"),
            ("missing cells", f"{profile.missing_cells:,}"),
            ("repeated rows", f"{profile.repeated_rows:,}"),
            ("rejected rows", f"{profile.rejected:,}"),
        ],
        warnings=profile.warnings,
        columns=[_column(one, profile.rows) for one in profile.columns],
        width=WIDTH,
        height=HEIGHT,
    )


def _column(column: ColumnProfile, rows: int) -> dict[str, Any]:
    bars = column.numbers.histogram if column.numbers else []
    return {
        "name": column.name,
        "type": column.type,
        "remarks": column.remarks,
        "rows": _rows(column),
        "bars": _bars(bars) if len(bars) > 1 else [],
        "low": f"{bars[0].low:g}" if bars else "",
        "high": f"{bars[-1].high:g}" if bars else "",
        "values": [] if column.unique else [_frequent(one, rows) for one in column.most_frequent],
    }


def _frequent(value: ValueCount, rows: int) -> dict[str, Any]:
    percent = round(value.count * 100 / max(rows, 1), 1)
    return {"text": _cell(value.value), "count": f"{value.count:,}", "percent": percent}


def _rows(column: ColumnProfile) -> list[tuple[str, str]]:
    found = [
        ("missing", f"{column.missing:,}"),
        ("distinct", f"{column.distinct:,}" + (" (a key)" if column.unique else "")),
    ]
    if column.minimum is not None:
        found += [("minimum", _cell(column.minimum)), ("maximum", _cell(column.maximum))]
    if numbers := column.numbers:
        found += [("mean", f"{numbers.mean:.6g}"), ("median", f"{numbers.quartiles[1]:.6g}")]
        found.append(("quartiles", f"{numbers.quartiles[0]:.6g} to {numbers.quartiles[2]:.6g}"))
        shown = ", ".join(f"{one:g}" for one in numbers.outlier_examples)
        found.append(("outliers", f"{numbers.outliers:,}" + (f" ({shown})" if shown else "")))
    if texts := column.texts:
        found.append(("length", f"{texts.min_length:,} to {texts.max_length:,} characters"))
        found.append(("shapes", ", ".join(f"{one.value} ({one.count:,})" for one in texts.shapes)))
    return found


def _cell(value: Any) -> str:
    return f"{value:,.6g}" if isinstance(value, float) else str(value)


def _bars(bars: list[Bar]) -> list[dict[str, Any]]:
    highest = max(one.count for one in bars) or 1
    step = WIDTH / len(bars)
    return [
        {
            "x": round(place * step, 1),
            "y": round(HEIGHT * (1 - one.count / highest), 1),
            "w": round(step - 2, 1),
            "h": round(HEIGHT * one.count / highest, 1),
            "title": f"{one.low:g} to {one.high:g}: {one.count:,}",
        }
        for place, one in enumerate(bars)
    ]
