import io
import re
from html import unescape
from typing import Any

import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_image.core.faults import (
    ChartReachesOutside,
    FontLacksCharacters,
    SvgRemoteReference,
    TooManyPixels,
    UndrawableChart,
)
from flowforge_image.operations.chart import ChartRequest, draw_a_chart
from flowforge_image.settings import ImageSettings

LABELS = ["Jän", "Feb'ruar", 'M"ärz\\', "日本", "a\nb"]
SERIES: list[Any] = [
    {"name": "2025", "values": [3, 5, 2, 8, 4]},
    {"name": "2026", "values": [4, 7, None, 3, 9]},
]
BARS = {"type": "bar", "labels": LABELS, "series": SERIES}
ROWS = {"values": [{"a": "x", "b": 1}, {"a": "y", "b": 3}]}
AXES = {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}


def drawn(settings: Any = None, **request: Any) -> Any:
    return draw_a_chart(ChartRequest(**request), settings or ImageSettings()).data


def svg(**request: Any) -> str:
    return str(drawn(format="svg", **request).decode())


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
    seen = texts(svg(chart={**BARS, "type": kind, "title": "Umsätze العربية"}))
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


@pytest.mark.parametrize("stacked", [False, True])
def test_colors_are_those_that_were_asked_for(*, stacked: bool) -> None:
    series = [{"values": [5], "color": "#ff0000"}, {"values": [3], "color": "#0000ff"}]
    chart = {"type": "bar", "labels": ["a"], "series": series, "stacked": stacked}
    image = Image.open(io.BytesIO(drawn(chart=chart, background="#eeeeee"))).convert("RGB")
    counts = {color: count for count, color in image.getcolors(1 << 20) or []}
    assert counts[255, 0, 0] / counts[0, 0, 255] == pytest.approx(5 / 3, rel=0.02)
    assert image.getpixel((0, 0)) == (0xEE, 0xEE, 0xEE)


def test_slices_have_the_shares_of_their_values() -> None:
    chart = {"type": "pie", "labels": ["a", "b"], "series": [{"values": [3, 1]}], "legend": False}
    image = Image.open(io.BytesIO(drawn(chart=chart))).convert("RGB")
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


def test_png_has_the_pixels_of_its_scale() -> None:
    sizes = [Image.open(io.BytesIO(drawn(chart=BARS, scale=scale))).size for scale in (1, 2)]
    assert sizes[1] == tuple(2 * side for side in sizes[0])


def test_themes_differ() -> None:
    assert len({drawn(chart=BARS, format="svg", theme=theme) for theme in (None, "dark", "excel")}) == 3


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


def test_limits() -> None:
    with pytest.raises(TooManyPixels):
        drawn(vega_lite={"data": ROWS, "mark": "bar", "encoding": AXES, "width": 1_000_000})
    with pytest.raises(FontLacksCharacters):
        drawn(chart={**BARS, "title": "\U00013000"})


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"chart": BARS, "vega_lite": {}},
        {"chart": {**BARS, "labels": ["a"]}},
        {"chart": {"type": "radar", "labels": ["a"], "series": [{"values": [1]}]}},
    ],
)
def test_senseless_requests(request_: Any) -> None:
    with pytest.raises(ValidationError):
        ChartRequest(**request_)


def test_a_chart_that_never_ends_is_ended(client: Any) -> None:
    """Two hundred million rows are asked for: the process that makes them is ended, the service lives on."""
    endless = {"data": {"sequence": {"start": 0, "stop": 2e8}}, "mark": "point", "encoding": {}}
    answer = client.post("/chart", json={"vega_lite": endless})
    assert answer.status_code in (422, 504), answer.text
    assert client.post("/chart", json={"chart": BARS}).status_code == 200
