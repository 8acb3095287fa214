"""Plot two columns as points, colored by a group and sized by a third column."""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class ScatterPlotForm(PlotForm):
    x: str = Field(description="Column of the axis below.")
    y: str = Field(description="Column of the axis on the left.")
    group: str | None = Field(
        None, description="Column that colors the points, 20 different values at the most."
    )
    size: str | None = Field(None, description="Column of numbers that sizes the points.")


@operation(
    "/plots/scatter",
    example={"data": {"height": [160, 172, 181], "weight": [55, 70, 84]}, "x": "height", "y": "weight"},
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_scatter(form: ScatterPlotForm) -> FileOutput:
    from flowforge_math.core.plots.series import draw_scatter  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_scatter(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
