import io
import re
from html import unescape
from typing import Any

import pytest
from PIL import Image
from pydantic import TypeAdapter, ValidationError

from flowforge_charts import Chart, ChartReachesOutside, UndrawableChart, draw_svg, drawing, rasterize
from flowforge_fonts import FontLacksCharacters
from flowforge_pictures import PictureLimits, SvgRemoteReference, TooManyPixels

CHARTS: TypeAdapter[Any] = TypeAdapter(Chart)
LABELS = ["Jän", "Feb'ruar", 'M"ärz\\', "日本", "a\nb"]
SERIES: list[Any] = [
    {"name": "2025", "values": [3, 5, 2, 8, 4]},
    {"name": "2026", "values": [4, 7, None, 3, 9]},
]
BARS = {"type": "bar", "labels": LABELS, "series": SERIES}
ROWS = {"values": [{"a": "x", "b": 1}, {"a": "y", "b": 3}]}
AXES = {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}
SIZE = {"width": 600, "height": 360, "background": "white"}


def svg(chart: Any = None, vega_lite: Any = None) -> str:
    spec = vega_lite if chart is None else CHARTS.validate_python(chart).spec()
    return draw_svg(SIZE | spec).decode()


def png(chart: Any, **options: Any) -> Any:
    return Image.open(io.BytesIO(rasterize(svg(chart).encode(), **options))).convert("RGB")


def texts(drawing: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)", drawing)]


def bars(drawing: str) -> list[tuple[str, float, float]]:
    """Return what the drawing says to those who do not see it, and the height and width of each bar."""
    told = r'aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="bar"'
    shape = told + r' d="M[^h]+h([\d.]+)v([\d.]+)'
    return [(unescape(label), float(high), float(wide)) for label, wide, high in re.findall(shape, drawing)]


def test_bars_are_as_high_as_their_values() -> None:
    found = bars(svg(chart=BARS))
    heights = [high for _, high, _ in found]
    values = [value for pair in zip(*(each["values"] for each in SERIES), strict=True) for value in pair]
    expected = [value for value in values if value is not None]
    assert sorted(round(high / 360 * 9, 2) for high in heights if high) == sorted(map(float, expected))


def test_horizontal_bars_are_as_long_as_their_values() -> None:
    found = bars(svg(chart={**BARS, "series": SERIES[:1], "horizontal": True}))
    assert [round(wide / 600 * 8, 2) for _, _, wide in found] == [3, 5, 2, 8, 4]


@pytest.mark.parametrize("kind", ["bar", "line", "area", "pie", "doughnut"])
def test_labels_are_written_as_they_are_and_in_their_order(kind: str) -> None:
    series = SERIES[:1] if kind in ("pie", "doughnut") else SERIES
    seen = texts(svg(chart={**BARS, "series": series, "type": kind, "title": "Umsätze العربية"}))
    assert [text for text in seen if text in LABELS[:4]] == LABELS[:4]
    assert "Umsätze العربية" in seen
    assert ({"2025", "2026"} <= set(seen)) == (kind not in ("pie", "doughnut"))


def test_labels_are_no_code() -> None:
    tricks = ["'] + datum + ['", "${1+1}", "\u2028';x", "</text><script>"]
    seen = texts(svg(chart={"type": "bar", "labels": tricks, "series": [{"values": [1, 2, 3, 4]}]}))
    assert {tricks[0], tricks[1], tricks[3]} <= set(seen)


@pytest.mark.parametrize("kind", ["bar", "line", "pie", "doughnut"])
def test_values_are_shown(kind: str) -> None:
    series = [{"values": [31, 57, 23]}]
    seen = texts(svg(chart={"type": kind, "labels": list("abc"), "series": series, "values_shown": True}))
    assert {"31", "57", "23"} <= set(seen)


def test_slices_have_the_shares_of_their_values() -> None:
    chart = {"type": "pie", "labels": ["a", "b"], "series": [{"values": [3, 1]}], "legend": False}
    image = png(chart)
    counts = sorted(count for count, color in image.getcolors(1 << 20) or [] if color != (255, 255, 255))
    assert counts[-1] / counts[-2] == pytest.approx(3, rel=0.03)


def test_points() -> None:
    points = [{"x": 1, "y": 10}, {"x": 2, "y": 30}]
    drawing = svg(chart={"type": "scatter", "series": [{"points": points}], "x_title": "Weeks"})
    assert "Weeks" in texts(drawing)
    assert drawing.count('aria-roledescription="point"') == 2


def test_a_specification_of_vega_lite() -> None:
    drawing = svg(vega_lite={"data": ROWS, "mark": "bar", "encoding": AXES, "width": 200, "height": 90})
    assert [high for _, high, _ in bars(drawing)] == pytest.approx([30, 90])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://example.com/a.csv", "/etc/passwd"])
@pytest.mark.parametrize("where", ["data", "layer", "lookup", "signal"])
def test_nothing_is_fetched(address: str, where: str) -> None:
    spec: dict[str, Any] = {"data": ROWS, "mark": "bar", "encoding": AXES}
    if where == "data":
        spec["data"] = {"url": address}
    elif where == "layer":
        spec |= {"layer": [{"mark": "bar", "data": {"url": address}}]}
    elif where == "lookup":
        spec["transform"] = [{"lookup": "a", "from": {"data": {"url": address}, "key": "k", "fields": ["f"]}}]
    else:
        spec["mark"] = {"type": "image", "url": address}
    with pytest.raises(ChartReachesOutside):
        svg(vega_lite=spec)


def test_rows_may_have_any_names() -> None:
    rows = {"values": [{"url": "https://example.com/", "b": 1}]}
    encoding = {"x": {"field": "url", "type": "nominal"}, "y": AXES["y"]}
    assert "https://example.com/" in texts(svg(vega_lite={"data": rows, "mark": "bar", "encoding": encoding}))


def test_pictures_named_by_rows_are_refused() -> None:
    rows = {"values": [{"link": "https://example.com/a.png", "b": 1}]}
    encoding = {"url": {"field": "link"}, "x": AXES["y"]}
    with pytest.raises((ChartReachesOutside, SvgRemoteReference)):
        svg(vega_lite={"data": rows, "mark": "image", "encoding": encoding})


@pytest.mark.parametrize("spec", [{}, {"mark": "none such", "data": ROWS, "encoding": AXES}, {"layer": 3}])
def test_what_vega_cannot_draw(spec: Any) -> None:
    with pytest.raises(UndrawableChart):
        svg(vega_lite=spec)


GOOD = {"data": ROWS, "mark": "bar", "encoding": AXES}
# Each leaves another state in the engine: a rejected promise, a syntax error, an unknown function, no mark.
BAD: list[dict[str, Any]] = [
    {**GOOD, "transform": [{"calculate": "1 +", "as": "c"}]},
    {**GOOD, "transform": [{"calculate": "missing()", "as": "c"}]},
    {**GOOD, "mark": "none such"},
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_chart_leaves_nothing_behind(bad: Any) -> None:
    before = svg(vega_lite=GOOD)
    with pytest.raises(UndrawableChart):
        svg(vega_lite=bad)
    assert svg(vega_lite=GOOD) == before


def test_what_another_call_left_in_the_engine_is_not_blamed_on_this_one() -> None:
    before = svg(vega_lite=GOOD)
    with pytest.raises(ValueError, match="href"):
        drawing._run_engine(SIZE | GOOD | {"mark": {"type": "bar", "href": "javascript:1"}}, None)
    assert svg(vega_lite=GOOD) == before


def test_links_are_refused() -> None:
    with pytest.raises(ChartReachesOutside, match="href"):
        svg(vega_lite={**GOOD, "mark": {"type": "bar", "href": "javascript:1"}})


@pytest.mark.parametrize(
    ("kind", "series", "more", "reason"),
    [
        ("pie", [{"values": [1]}, {"values": [2]}], {}, "one series"),
        ("pie", [{"values": [-1]}], {}, "0 or more"),
        ("doughnut", [{"values": [0]}], {}, "above 0"),
        ("bar", [{"name": "A", "values": [1]}, {"name": "A", "values": [2]}], {}, "'A'"),
        ("line", [{"values": [1]}, {"name": "Series 1", "values": [2]}], {}, "'Series 1'"),
        ("area", [{"values": [1]}, {"values": [-1]}], {"stacked": True}, "below and above"),
        ("bar", [{"values": [1] * 5000}] * 3, {"labels": ["a"] * 5000}, "at most"),
    ],
)
def test_what_would_be_shown_wrongly_is_refused(kind: str, series: Any, more: Any, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        CHARTS.validate_python({"type": kind, "labels": ["a"], "series": series, **more})


def test_limits() -> None:
    drawing = svg(vega_lite={"data": ROWS, "mark": "bar", "encoding": AXES, "width": 5000}).encode()
    with pytest.raises(TooManyPixels):
        rasterize(drawing, limits=PictureLimits(pixels=1000))
    with pytest.raises(FontLacksCharacters):
        svg({**BARS, "title": "\U00013000"})
