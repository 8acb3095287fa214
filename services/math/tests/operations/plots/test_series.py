from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"month": ["2026-01-01", "2026-02-01", "2026-03-01"], "sales": [3, None, 4], "costs": [1, 2, 3]}


def test_points_stand_where_the_values_are(ask: Ask, marks: Marks) -> None:
    found = [mark for mark in marks(ask("series", data=DATA, x="month").text) if mark["series"] == "sales"]
    assert {(mark["month"], mark["y"]) for mark in found} == {("Jan 01, 2026", "3"), ("Mar 01, 2026", "4")}


def test_categories_keep_their_order(ask: Ask, texts: Callable[[str], list[str]]) -> None:
    shown = texts(
        ask("series", data={"size": ["S", "M", "L"], "price": [1, 2, 3]}, x="size", title="Prices").text
    )
    assert [text for text in shown if text in "SML"] == ["S", "M", "L"]
    assert "Prices" in shown


def test_a_long_column_keeps_its_extremes(ask: Ask, marks: Marks) -> None:
    values = [0.0] * 50_000
    values[31_234], values[123] = 7, -5
    heights = [
        float(mark["v"].replace("\u2212", "-")) for mark in marks(ask("series", data={"v": values}).text)
    ]
    assert (min(heights), max(heights)) == (-5, 7)
    assert len(heights) < 20_000


def test_areas_are_stacked(ask: Ask) -> None:
    answer = ask("series", data={"a": [1, 2], "b": [3, 4]}, area=True, stacked=True, format="png")
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"x": "day"}, "COLUMN_UNKNOWN"),
        ({"y": ["month"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"a": ["x"]}}, "PLOT_EMPTY"),
        ({"data": {"a": [None, None]}, "y": ["a"]}, "PLOT_EMPTY"),
        ({"data": {f"c{n}": [1] for n in range(21)}}, "PLOT_NOT_SUITABLE"),
        ({"data": {"a": [1], "b": [1, 2]}}, "COLUMN_LENGTHS_DIFFER"),
        ({"title": "\U000f0000"}, "PLOT_UNDRAWABLE"),
        ({"width": 4096, "height": 4096, "scale": 8, "format": "png"}, "PLOT_NOT_SUITABLE"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("series", **{"data": DATA, **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
