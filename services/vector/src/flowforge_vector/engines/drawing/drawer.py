"""Start the child process that draws a chart, and bound its time."""

from typing import Any, Literal

import orjson

from flowforge_vector.engines.child_process import run_module
from servicekit import InvalidInput, TimedOut

_SECONDS, _LACKING = 20, 3


class MapLabelsUndrawable(InvalidInput):
    code = "MAP_LABELS_UNDRAWABLE"
    message = "'labels' or 'groups' cannot be drawn: {reason}."


class MapNotDrawn(TimedOut):
    code = "MAP_NOT_DRAWN"
    message = "The map could not be drawn within {seconds} seconds: leave 'labels' out, or send fewer points."


DRAWING_ERRORS = (MapLabelsUndrawable, MapNotDrawn)


async def draw(spec: dict[str, Any], wanted: Literal["png", "svg"], scale: float) -> bytes:
    """Return the picture of a Vega-Lite specification. Raises the DRAWING_ERRORS."""
    words = [wanted, str(scale)]
    try:
        status, output = await run_module(
            "flowforge_vector.engines.drawing.child", words, orjson.dumps(spec), _SECONDS
        )
    except TimeoutError as error:
        raise MapNotDrawn(seconds=_SECONDS) from error
    if status == _LACKING:
        raise MapLabelsUndrawable(reason=output.decode().rstrip("."))
    if status != 0:
        raise MapNotDrawn(seconds=_SECONDS)
    return output
