import io
from typing import Any

import pytest
from PIL import Image
from pydantic import ValidationError

from flowforge_fonts import FontLacksCharacters
from flowforge_image.operations.chart import ChartRequest, draw_a_chart
from flowforge_image.settings import ImageSettings
from flowforge_pictures import TooManyPixels

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


@pytest.mark.parametrize("stacked", [False, True])
def test_colors_are_those_that_were_asked_for(*, stacked: bool) -> None:
    series = [{"values": [5], "color": "#ff0000"}, {"values": [3], "color": "#0000ff"}]
    chart = {"type": "bar", "labels": ["a"], "series": series, "stacked": stacked}
    image = Image.open(io.BytesIO(drawn(chart=chart, background="#eeeeee"))).convert("RGB")
    counts = {color: count for count, color in image.getcolors(1 << 20) or []}
    assert counts[255, 0, 0] / counts[0, 0, 255] == pytest.approx(5 / 3, rel=0.02)
    assert image.getpixel((0, 0)) == (0xEE, 0xEE, 0xEE)


def test_png_has_the_pixels_of_its_scale() -> None:
    sizes = [Image.open(io.BytesIO(drawn(chart=BARS, scale=scale))).size for scale in (1, 2)]
    assert sizes[1] == tuple(2 * side for side in sizes[0])


def test_themes_differ() -> None:
    assert len({drawn(chart=BARS, format="svg", theme=theme) for theme in (None, "dark", "excel")}) == 3


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
