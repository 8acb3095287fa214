"""Draw Vega-Lite specifications: nothing is fetched, no file is read, and the fonts are the bundled ones."""

import re
from contextlib import suppress
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal

from flowforge_charts.cost import check_cost
from flowforge_charts.errors import ChartReachesOutside, UndrawableChart
from flowforge_fonts import DEFAULT_FAMILY, font_folders, load_fonts
from flowforge_pictures import check_svg

Theme = Literal[
    "carbong10", "carbong90", "carbong100", "carbonwhite", "dark", "excel", "fivethirtyeight", "ggplot2",
    "googlecharts", "latimes", "powerbi", "quartz", "urbaninstitute", "vox",
]  # fmt: skip
# V8 maps this much address space for itself and fills 60 MB of it.
RESERVED_BYTES = 64 << 30
_INLINE = frozenset(("values", "datasets"))  # the caller's own rows: any name is allowed in them
_DEEPEST = 100
_EMPTY = {"data": {"values": [{}]}, "mark": "point"}
_MOST_LEFT = 10
# Properties with which a specification leaves the picture: addresses of data and pictures, and links.
_OUTSIDE = frozenset(("url", "href"))
_TEXTS = re.compile(r"<text[^>]*>([^<]*)")
_CAUSE = re.compile(r"(?:Error|TypeError): (.{1,200})")


def draw_svg(spec: dict[str, Any], theme: Theme | None = None, fonts: Path | None = None) -> bytes:
    """Return the chart of a Vega-Lite specification as SVG; *fonts* is a folder of more fonts.

    Raises the errors in `DRAWING`.
    """
    _refuse_outside(spec, 0)
    check_cost(spec)
    available = load_fonts(fonts)
    _register_fonts()
    try:
        drawing = _converted(spec, theme)
    except ValueError as error:
        found = _CAUSE.search(str(error))
        raise UndrawableChart(reason=found[1].rstrip(".") if found else "it is not Vega-Lite") from error
    content = drawing.encode()
    check_svg(content)
    available.check("".join(map(unescape, _TEXTS.findall(drawing))))
    return content


def _converted(spec: dict[str, Any], theme: Theme | None) -> str:
    """Run the JavaScript engine of this process.

    A specification may leave a rejected promise behind, which the engine reports as a failure of a later
    call. So a call that fails is repeated on a drained engine, and nothing is left for the next one.
    """
    try:
        return _run_engine(spec, theme)
    except ValueError:
        _drain()
    try:
        return _run_engine(spec, theme)
    finally:
        _drain()


def _run_engine(spec: dict[str, Any], theme: Theme | None) -> str:
    import vl_convert  # noqa: PLC0415 - a JavaScript engine that other operations do not need

    config = {"font": DEFAULT_FAMILY}
    drawing: str = vl_convert.vegalite_to_svg(spec, theme=theme, config=config, allowed_base_urls=[])
    return drawing


def _drain() -> None:
    """Draw an empty chart until the engine reports nothing that is left of other calls."""
    for _ in range(_MOST_LEFT):
        with suppress(ValueError):
            _run_engine(_EMPTY, None)
            return


@cache
def _register_fonts() -> None:
    """Measure text with the fonts that it will be drawn with."""
    import vl_convert  # noqa: PLC0415 - as above

    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))


def _refuse_outside(part: object, depth: int) -> None:
    """Refuse every address: of data, of pictures, of links. The engine itself would read local files."""
    if depth > _DEEPEST:
        raise UndrawableChart(reason="it is nested too deeply")
    if isinstance(part, dict):
        for name, value in part.items():
            if name in _OUTSIDE:
                raise ChartReachesOutside(name=name, address=str(value)[:100])
            if name not in _INLINE:
                _refuse_outside(value, depth + 1)
    elif isinstance(part, list):
        for value in part:
            _refuse_outside(value, depth + 1)
