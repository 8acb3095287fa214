"""Plot how often values occur, as a histogram of one or more columns.

The width of bins follows Freedman and Diaconis unless `bins` is given; several columns share their bins.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class HistogramForm(PlotForm):
    columns: list[str] = Field([], max_length=20, description="Columns to draw; all numeric ones if empty.")
    bins: int | None = Field(None, ge=1, le=500, description="Number of bins.")
    density: bool = Field(default=False, description="Scale each column to an area of 1.")


@operation(
    "/plots/histogram",
    example={"data": {"age": [21, 25, 25, 31, 38, 44, 29]}},
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_histogram(form: HistogramForm) -> FileOutput:
    from flowforge_math.core.plots.spreads import draw_histogram  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_histogram(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
