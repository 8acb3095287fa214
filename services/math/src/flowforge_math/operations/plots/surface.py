"""Plot an expression of x and y as a surface."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from flowforge_math.core.plots.faults import PLOT_FAULTS
from flowforge_math.core.plots.form import RUN, FunctionPlotRequest, Label
from flowforge_math.core.symbolic.answers import VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Cache, FileOutput, operation

Expression = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e100, le=1e100)]


class SurfaceRequest(FunctionPlotRequest):
    expression: Expression = Field(description="Such as sin(x)*cos(y).")
    constants: dict[VariableName, Number] = Field({}, max_length=100, description="Values of other names.")
    x_low: Number = Field(-3, description="Where x begins.")
    x_high: Number = Field(3, description="Where x ends.")
    y_low: Number = Field(-3, description="Where y begins.")
    y_high: Number = Field(3, description="Where y ends.")
    z_title: Label = Field("", description="Of the scale of colors.")
    points: int = Field(40, ge=4, le=50, description="Grid lines in each direction.")
    azimuth: float = Field(-35, ge=-180, le=180, description="Degrees that the surface is turned by.")
    elevation: float = Field(28, ge=5, le=85, description="Degrees that it is seen from above.")


@operation(
    "/plots/surface",
    example={"expression": "sin(x) * cos(y)", "points": 20},
    errors=[*READING, *PLOT_FAULTS],
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_surface(request: SurfaceRequest) -> FileOutput:
    from flowforge_math.core.plots.surfaces import draw_surface  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_surface(request)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
