"""Vega-Lite drawn as SVG: nothing is fetched, no file is read, and texts are set in the bundled fonts."""

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Literal

from flowforge_image.core import fonts
from flowforge_image.core.faults import ChartReachesOutside, UndrawableChart
from flowforge_image.core.svg_safety import check_svg

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


def draw_chart(spec: dict[str, Any], theme: Theme | None, font_folder: Path | None) -> bytes:
    """Return *spec* as SVG.

    Raises ChartReachesOutside if it names anything to be fetched, UndrawableChart if Vega cannot draw it, the
    faults of SVG if what it draws is not complete in itself, and FontLacksCharacters if neither the bundled
    fonts nor those in *font_folder* have its letters.
    """
    import vl_convert  # noqa: PLC0415 - a JavaScript engine that other operations do not need

    _refuse_addresses(spec, 0)
    available = fonts.font_set(font_folder)
    _use_fonts()
    config = {"font": fonts.DEFAULT_FAMILY}
    try:
        drawing: str = vl_convert.vegalite_to_svg(spec, theme=theme, config=config, allowed_base_urls=[])
    except ValueError as error:
        found = _CAUSE.search(str(error))
        raise UndrawableChart(reason=found[1].rstrip(".") if found else "it is no Vega-Lite") from error
    content = drawing.encode()
    check_svg(content)
    available.check("".join(map(unescape, _TEXTS.findall(drawing))))
    return content


@cache
def _use_fonts() -> None:
    """Let the widths of texts be those of the fonts that they will be drawn in."""
    import vl_convert  # noqa: PLC0415 - as above

    for folder in fonts.folders():
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
