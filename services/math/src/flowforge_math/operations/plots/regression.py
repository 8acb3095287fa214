"""Plot points with a fitted line or polynomial and its confidence band.

The equation, R-squared and the number of rows stand above the plot.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class RegressionPlotForm(PlotForm):
    x: str = Field(description="Column of the explaining values.")
    y: str = Field(description="Column of the explained values.")
    degree: int = Field(1, ge=1, le=10, description="1 for a line, 2 for a parabola.")
    confidence: float = Field(0.95, ge=0.5, le=0.9999, description="Of the band around the line.")


@operation(
    "/plots/regression",
    example={"data": {"x": [1, 2, 3, 4, 5], "y": [2.1, 3.9, 6.2, 7.8, 10.1]}, "x": "x", "y": "y"},
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_regression(form: RegressionPlotForm) -> FileOutput:
    from flowforge_math.core.plots.curves import draw_regression  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_regression(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
