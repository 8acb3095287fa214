"""Draw a chart as PNG or SVG: from labels and series, or from a Vega-Lite specification.

`chart` is `{"type": "bar", "labels": ["A", "B"], "series": [{"name": "2026", "values": [3, 5]}]}`, or of type
line, area, pie, doughnut or scatter. `vega_lite` is a specification with its data in it: nothing is fetched.
"""

from datetime import timedelta
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from flowforge_charts import DRAWING, RESERVED_BYTES, Chart, Theme, draw_svg, rasterize
from flowforge_image.settings import ImageSettings
from flowforge_pictures import Color
from servicekit import Cache, FileOutput, Process, RequestBody, operation


class ChartRequest(RequestBody):
    chart: Chart | None = Field(None, description="Labels and series.")
    vega_lite: dict[str, Any] | None = Field(None, description="A Vega-Lite specification, instead.")
    format: Literal["png", "svg"] = Field(
        default="png", description="`svg` scales without loss, `png` is understood everywhere."
    )
    width: int = Field(600, ge=50, le=4096, description="Of the area within the axes, in units.")
    height: int = Field(360, ge=50, le=4096, description="Of that area. A specification may name its own.")
    scale: float = Field(2, ge=0.5, le=8, description="PNG: pixels for a unit.")
    background: Color = Field("white", description="Color behind it, or 'transparent'.")
    theme: Theme | None = Field(
        default=None, description="Ready-made set of colors and fonts; that of Vega-Lite if absent."
    )

    @model_validator(mode="after")
    def _says_what_to_draw(self) -> Self:
        if (self.chart is None) == (self.vega_lite is None):
            raise ValueError("give either 'chart' or 'vega_lite'")
        return self

    def spec(self) -> dict[str, Any]:
        size = {"width": self.width, "height": self.height, "background": self.background}
        if self.chart is not None:
            return size | self.chart.spec()
        return size | (self.vega_lite or {})


@operation(
    "/chart",
    errors=DRAWING,
    run=Process(max_memory_bytes=512 << 20, reserved_bytes=RESERVED_BYTES, recycle_after=2000),
    deadline=timedelta(seconds=25),
    cache=Cache(hours=24),
    example={
        "chart": {
            "type": "bar",
            "labels": ["North", "South"],
            "series": [{"name": "2025", "values": [3, 5]}, {"name": "2026", "values": [4, 7]}],
        }
    },
)
def draw_a_chart(request: ChartRequest, settings: ImageSettings) -> FileOutput:
    drawing = draw_svg(request.spec(), request.theme, settings.fonts)
    content = rasterize(drawing, request.scale, settings.limits, settings.fonts)
    if request.format == "svg":
        return FileOutput(drawing, "image/svg+xml", "chart.svg")
    return FileOutput(content, "image/png", "chart.png")
