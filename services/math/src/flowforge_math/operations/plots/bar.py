"""Plot the sum, mean or count of columns for each category as bars.

Rows of one category are aggregated.
"""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class BarPlotForm(PlotForm):
    x: str = Field(description="Column of categories.")
    y: list[str] = Field([], max_length=20, description="Columns to aggregate; all numeric ones if empty.")
    aggregate: Literal["sum", "mean", "median", "minimum", "maximum", "count"] = Field(
        "sum", description="What a bar shows of the rows of its category; count counts rows if `y` is empty."
    )
    sort: Literal["none", "ascending", "descending"] = Field("none", description="Order of the categories.")
    horizontal: bool = Field(default=False, description="Draw bars from left to right.")
    stacked: bool = Field(default=False, description="Put the bars of several columns on top of each other.")


@operation(
    "/plots/bar",
    example={"data": {"region": ["North", "South", "North"], "sales": [3, 5, 4]}, "x": "region"},
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_bars(form: BarPlotForm) -> FileOutput:
    from flowforge_math.core.plots.series import draw_bar  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_bar(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
