"""Draw Vega-Lite specifications: nothing is fetched, no file is read, and the fonts are the bundled ones."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal

from flowforge_charts.errors import ChartReachesOutside, UndrawableChart
from flowforge_fonts import DEFAULT_FAMILY, font_folders, load_fonts
from flowforge_pictures import Image, PictureLimits, check_svg, prepare_fonts

Theme = Literal[
    "carbong10", "carbong90", "carbong100", "carbonwhite", "dark", "excel", "fivethirtyeight", "ggplot2",
    "googlecharts", "latimes", "powerbi", "quartz", "urbaninstitute", "vox",
]  # fmt: skip
# V8 maps this much address space for itself and fills 60 MB of it.
RESERVED_BYTES = 64 << 30
_INLINE = frozenset(("values", "datasets"))  # the caller's own rows: any name is allowed in them
_DEEPEST = 100
_TEXTS = re.compile(r"<text[^>]*>([^<]*)")
_CAUSE = re.compile(r"(?:Error|TypeError): (.{1,200})")


def draw_svg(spec: dict[str, Any], theme: Theme | None = None, fonts: Path | None = None) -> bytes:
    """Return the chart of a Vega-Lite specification as SVG; *fonts* is a folder of more fonts.

    Raises the errors in `DRAWING`.
    """
    import vl_convert  # noqa: PLC0415 - a JavaScript engine that other operations do not need

    _refuse_addresses(spec, 0)
    available = load_fonts(fonts)
    _register_fonts()
    config = {"font": DEFAULT_FAMILY}
    try:
        drawing: str = vl_convert.vegalite_to_svg(spec, theme=theme, config=config, allowed_base_urls=[])
    except ValueError as error:
        found = _CAUSE.search(str(error))
        raise UndrawableChart(reason=found[1].rstrip(".") if found else "it is not Vega-Lite") from error
    content = drawing.encode()
    check_svg(content)
    available.check("".join(map(unescape, _TEXTS.findall(drawing))))
    return content


def rasterize(
    svg: bytes, scale: float = 2, limits: PictureLimits | None = None, fonts: Path | None = None
) -> bytes:
    """Return the SVG of a chart as PNG, with *scale* pixels per unit. Raises TooManyPixels."""
    prepare_fonts(fonts)
    header = Image.svgload_buffer(svg)
    (limits or PictureLimits()).check(round(header.width * scale), round(header.height * scale))
    content: bytes = Image.svgload_buffer(svg, scale=scale).pngsave_buffer(keep="none")
    return content


@cache
def _register_fonts() -> None:
    """Measure text with the fonts that it will be drawn with."""
    import vl_convert  # noqa: PLC0415 - as above

    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))


def _refuse_addresses(part: object, depth: int) -> None:
    """Refuse every `url`: of data, of pictures, of maps. The engine itself would read local files."""
    if depth > _DEEPEST:
        raise UndrawableChart(reason="it is nested too deeply")
    if isinstance(part, dict):
        if "url" in part:
            raise ChartReachesOutside(address=str(part["url"])[:100])
        for name, value in part.items():
            if name not in _INLINE:
                _refuse_addresses(value, depth + 1)
    elif isinstance(part, list):
        for value in part:
            _refuse_addresses(value, depth + 1)
