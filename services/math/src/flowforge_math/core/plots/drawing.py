"""From a specification to a picture or a page. Loads the JavaScript engine: only workers call it."""

from dataclasses import dataclass
from typing import Any, Final

from flowforge_charts import DRAWING, draw_svg, page, rasterize
from flowforge_math.core.plots.faults import UndrawablePlot, UnsuitablePlot

Spec = dict[str, Any]
MAX_PIXELS: Final = 50_000_000
_MEDIA: Final = {"png": "image/png", "svg": "image/svg+xml", "html": "text/html"}


@dataclass(frozen=True, slots=True)
class Drawn:
    content: bytes
    media_type: str
    name: str


def draw(form: Any, spec: Spec, name: str, subtitle: str = "") -> Drawn:
    """Draw *spec* in the format and the size that a form asks for. Raises the errors of charts."""
    if form.format == "png" and form.width * form.height * form.scale**2 > MAX_PIXELS:
        reason = f"a picture has {MAX_PIXELS:,} pixels at the most: lower 'scale', 'width' or 'height'"
        raise UnsuitablePlot(field="scale", reason=reason)
    frame: Spec = {"width": form.width, "height": form.height, "background": "white"}
    if form.title:
        frame["title"] = {"text": form.title, "subtitle": subtitle, "subtitleColor": "#666"}
    elif subtitle:
        frame["title"] = {"text": subtitle, "color": "#666", "fontWeight": "normal", "fontSize": 11}
    try:
        content = _drawn(form, frame | spec, name)
    except DRAWING as error:
        raise UndrawablePlot(field=_field(form), reason=str(error).rstrip(".")) from error
    return Drawn(content, _MEDIA[form.format], f"{name}.{form.format}")


def _drawn(form: Any, spec: Spec, name: str) -> bytes:
    svg = draw_svg(spec, form.theme)
    if form.format == "svg":
        return svg
    return page(svg, form.title or name) if form.format == "html" else rasterize(svg, form.scale)


def _field(form: Any) -> str:
    """Return the field that a plot's data came in."""
    return next((one for one in ("rows", "data", "file") if getattr(form, one, None) is not None), "title")


def axis(field: str, kind: str, title: str | None, **more: Any) -> Spec:
    """Return the encoding of an axis; numbers do not begin at 0 unless asked for."""
    scale: Spec = {"scale": {"zero": False, "nice": True}} if kind == "quantitative" else {}
    if kind == "temporal":
        scale = {"scale": {"type": "utc"}}
    return {"field": field, "type": kind, "title": title or None, **scale, **more}


def colored(names: list[str]) -> Spec:
    """Return the encoding of series by color; one alone has no legend."""
    legend: Spec = {} if len(names) > 1 else {"legend": None}
    return {
        "field": "series",
        "type": "nominal",
        "title": None,
        "scale": {"domain": names},
        "sort": None,
        **legend,
    }
