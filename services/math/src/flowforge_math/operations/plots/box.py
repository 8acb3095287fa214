"""Plot the median, quartiles and outliers of columns or groups as boxes.

Whiskers reach to the last value within 1.5 interquartile ranges of the box (Tukey); what is beyond is a
point.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_math.core.plots.form import FAULTS, RUN, PlotForm
from servicekit import Cache, FileOutput, operation


class BoxPlotForm(PlotForm):
    columns: list[str] = Field(
        [], max_length=20, description="Columns to draw; all numeric ones if empty. With `group` one column."
    )
    group: str | None = Field(None, description="Column that tells the box of each row.")


@operation(
    "/plots/box",
    example={"data": {"a": [1, 2, 3, 4, 9], "b": [2, 3, 3, 5, 6]}},
    errors=FAULTS,
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_boxes(form: BoxPlotForm) -> FileOutput:
    from flowforge_math.core.plots.spreads import draw_box  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_box(form)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
