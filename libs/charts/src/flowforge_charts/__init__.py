"""Charts as SVG, PNG or an interactive page, drawn with Vega-Lite in one look and with the bundled fonts.

Needs nothing from outside: the engine comes in a wheel. User specifications run in a killable process.
"""

from flowforge_charts.drawing import RESERVED_BYTES, Theme, draw_svg
from flowforge_charts.errors import DRAWING, ChartReachesOutside, ChartTooCostly, UndrawableChart
from flowforge_charts.pages import page
from flowforge_charts.rasterizing import rasterize
from flowforge_charts.specs import Chart, ChartPoint, LabeledChart, PointSeries, ScatterChart, Series, Spec

__all__ = [
    "DRAWING",
    "RESERVED_BYTES",
    "Chart",
    "ChartPoint",
    "ChartReachesOutside",
    "ChartTooCostly",
    "LabeledChart",
    "PointSeries",
    "ScatterChart",
    "Series",
    "Spec",
    "Theme",
    "UndrawableChart",
    "draw_svg",
    "page",
    "rasterize",
]
