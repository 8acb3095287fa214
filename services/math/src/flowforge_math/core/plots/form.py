"""The parts of a request that say how a plot looks."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from flowforge_math.core.plots.faults import PLOT_FAULTS
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_math.core.samples.form import DataForm
from servicekit import OperationError, Process, RequestBody

Label = Annotated[str, StringConstraints(max_length=200)]
PlotFormat = Literal["png", "svg", "html"]
# The names of `flowforge_charts.Theme`, which is not imported: only workers load what draws.
PlotTheme = Literal[
    "carbong10", "carbong90", "carbong100", "carbonwhite", "dark", "excel", "fivethirtyeight", "ggplot2",
    "googlecharts", "latimes", "powerbi", "quartz", "urbaninstitute", "vox",
]  # fmt: skip
# As `flowforge_charts` needs it, and 4 GiB that reading a table maps before anything is drawn.
RESERVED_BYTES = (64 + 4) << 30
FAULTS: tuple[type[OperationError], ...] = (*PLOT_FAULTS, *SAMPLE_FAULTS)
RUN = Process(max_memory_bytes=1 << 30, reserved_bytes=RESERVED_BYTES)


class PlotForm(DataForm):
    """A plot of the columns of a table."""

    format: PlotFormat = Field("png", description="html is one page with values on hover, zoom and pan.")
    title: Label = Field("", description="Written above the plot.")
    x_title: Label | None = Field(None, description="Of the axis below; the column's name if absent.")
    y_title: Label | None = Field(None, description="Of the axis on the left; the column's name if absent.")
    width: int = Field(640, ge=100, le=4096, description="Of the area within the axes, in units.")
    height: int = Field(400, ge=100, le=4096, description="Of the area within the axes, in units.")
    scale: float = Field(2, ge=0.5, le=8, description="Of png: pixels for a unit.")
    theme: PlotTheme | None = Field(None, description="A look other than the default one.")


class FunctionPlotRequest(RequestBody):
    """A plot of expressions."""

    format: PlotFormat = Field("png", description="html is one page with values on hover, zoom and pan.")
    title: Label = Field("", description="Written above the plot.")
    x_title: Label | None = Field(None, description="Of the axis of x; the variable's name if absent.")
    y_title: Label | None = Field(None, description="Of the axis of y; empty if absent.")
    width: int = Field(640, ge=100, le=4096, description="Of the area within the axes, in units.")
    height: int = Field(400, ge=100, le=4096, description="Of the area within the axes, in units.")
    scale: float = Field(2, ge=0.5, le=8, description="Of png: pixels for a unit.")
    theme: PlotTheme | None = Field(None, description="A look other than the default one.")
