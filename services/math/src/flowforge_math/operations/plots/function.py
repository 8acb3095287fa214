"""Plot expressions of one variable.

Poles and undefined stretches interrupt the line. Far ends of poles are cut off unless `y_low` and
`y_high` are given.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from flowforge_math.core.plots.faults import PLOT_FAULTS
from flowforge_math.core.plots.form import RUN, FunctionPlotRequest
from flowforge_math.core.symbolic.answers import VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Cache, FileOutput, operation

Expression = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e100, le=1e100)]


class FunctionForm(FunctionPlotRequest):
    expressions: list[Expression] = Field(min_length=1, max_length=10, description="Such as sin(x)/x.")
    variable: VariableName = Field("x", description="The name that runs from `low` to `high`.")
    constants: dict[VariableName, Number] = Field({}, max_length=100, description="Values of other names.")
    low: Number = Field(-10, description="Left end of the axis below.")
    high: Number = Field(10, description="Right end of the axis below.")
    y_low: Number | None = Field(None, description="Lower end of the axis on the left.")
    y_high: Number | None = Field(None, description="Upper end of the axis on the left.")


@operation(
    "/plots/function",
    example={"expressions": ["sin(x)", "x / 5"]},
    errors=[*READING, *PLOT_FAULTS],
    run=RUN,
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
)
def plot_function(request: FunctionForm) -> FileOutput:
    from flowforge_math.core.plots.curves import draw_function  # noqa: PLC0415 - numpy and the engine, in the worker alone

    drawn = draw_function(request)
    return FileOutput(drawn.content, drawn.media_type, drawn.name)
