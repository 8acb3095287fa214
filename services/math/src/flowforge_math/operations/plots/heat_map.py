"""Plot a table of two categories as a heat map, or the correlations of columns.

With `x` and `y` each cell is the sum or mean of `value`, or the number of rows; without them it is the
correlation of two columns.
"""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class HeatMapForm(PlotForm):
    x: str | None = Field(None, description="Column of categories across.")
    y: str | None = Field(None, description="Column of categories down.")
    value: str | None = Field(None, description="Column of numbers; rows are counted if absent.")
    aggregate: Literal["sum", "mean"] = Field(
        "mean", description="What a cell shows of the values of its rows."
    )
    columns: list[str] = Field([], max_length=20, description="To correlate; all numeric ones if empty.")
    values_shown: bool = Field(default=True, description="Write the value into each cell, up to 400 cells.")


@operation(
    "/plots/heat-map",
    example={
        "data": {"day": ["Mon", "Mon", "Tue"], "hour": [9, 10, 9], "calls": [3, 8, 5]},
        "x": "day",
        "y": "hour",
        "value": "calls",
    },
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_heat_map(form: HeatMapForm) -> FileOutput:
    from flowforge_math.core.plots.spreads import draw_heat_map  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_heat_map(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
