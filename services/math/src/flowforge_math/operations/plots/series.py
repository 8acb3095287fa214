"""Plot columns as lines or areas over rows, numbers, dates or categories.

Gaps stay where a value is missing. A column of many rows is reduced to what its width can show.
"""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class SeriesPlotForm(PlotForm):
    x: str | None = Field(None, description="Column of the axis below; the number of the row if absent.")
    y: list[str] = Field([], max_length=20, description="Columns to draw; all numeric ones if empty.")
    interpolation: Literal["linear", "step-after", "monotone"] = Field(
        "linear", description="How points are joined; monotone makes smooth lines that overshoot nowhere."
    )
    area: bool = Field(default=False, description="Fill the space below the lines.")
    stacked: bool = Field(default=False, description="Put areas on top of each other.")


@operation(
    "/plots/series",
    example={"data": {"month": ["2026-01-01", "2026-02-01", "2026-03-01"], "sales": [3, 5, 4]}, "x": "month"},
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_series(form: SeriesPlotForm) -> FileOutput:
    from flowforge_math.core.plots.series import draw_series  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_series(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
