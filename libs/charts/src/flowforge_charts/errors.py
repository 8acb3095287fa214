"""Errors about charts. `DRAWING` lists all that drawing one can raise, for declarations of operations."""

from flowforge_fonts import FontLacksCharacters
from flowforge_pictures import SvgRemoteReference, SvgScript, TooManyPixels, UnsafeSvg
from servicekit import InvalidInput, OperationError


class ChartReachesOutside(InvalidInput):
    code = "CHART_REACHES_OUTSIDE"
    message = (
        "'vega_lite' has '{name}' with '{address}': nothing is fetched or linked, so put data into 'values'."
    )


class UndrawableChart(InvalidInput):
    code = "CHART_UNDRAWABLE"
    message = "The chart cannot be drawn: {reason}."


class ChartTooCostly(InvalidInput):
    code = "CHART_TOO_COSTLY"
    message = (
        "The chart would cost as much to draw as {cost} marks, and the limit is {limit}: aggregate or sample "
        "its rows, or use fewer cells, layers and labels."
    )


DRAWING: tuple[type[OperationError], ...] = (
    ChartReachesOutside,
    ChartTooCostly,
    UndrawableChart,
    FontLacksCharacters,
    TooManyPixels,
    UnsafeSvg,
    SvgRemoteReference,
    SvgScript,
)
