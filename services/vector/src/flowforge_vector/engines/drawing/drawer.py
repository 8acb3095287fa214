"""Start the child process that draws a chart, and bound its time."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from typing import Any, Literal

import orjson

from servicekit import InvalidInput, TimedOut

_SECONDS, _LACKING = 20, 3
_INHERITED = ("PATH", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


class MapLabelsUndrawable(InvalidInput):
    code = "MAP_LABELS_UNDRAWABLE"
    message = "'labels' or 'groups' cannot be drawn: {reason}."


class MapNotDrawn(TimedOut):
    code = "MAP_NOT_DRAWN"
    message = "The map could not be drawn within {seconds} seconds: leave 'labels' out, or send fewer points."


DRAWING_ERRORS = (MapLabelsUndrawable, MapNotDrawn)


async def draw(spec: dict[str, Any], wanted: Literal["png", "svg"], scale: float) -> bytes:
    """Return the picture of a Vega-Lite specification. Raises the DRAWING_ERRORS."""
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    command = [sys.executable, "-m", "flowforge_vector.engines.drawing.child", wanted, str(scale)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )
    try:
        async with asyncio.timeout(_SECONDS):
            output, _ = await process.communicate(orjson.dumps(spec))
    except TimeoutError as error:
        raise MapNotDrawn(seconds=_SECONDS) from error
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == _LACKING:
        raise MapLabelsUndrawable(reason=output.decode().rstrip("."))
    if process.returncode != 0:
        raise MapNotDrawn(seconds=_SECONDS)
    return output
