from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"day": ["Mon", "Mon", "Tue"], "hour": [10, 9, 9], "calls": [3, 8, 5]}


def test_cells_are_averages(ask: Ask, marks: Marks) -> None:
    data = {"day": ["Mon", "Mon", "Tue"], "hour": [9, 9, 10], "calls": [3, 8, 5]}
    found = marks(ask("heat-map", data=data, x="day", y="hour", value="calls", values_shown=False).text)
    assert [(mark["x"], mark["y"], mark["mean of calls"]) for mark in found] == [
        ("Mon", "9", "5.5"),
        ("Tue", "10", "5"),
    ]


def test_numbers_are_in_order(ask: Ask, texts: Callable[[str], list[str]]) -> None:
    shown = texts(ask("heat-map", data=DATA, x="day", y="hour").text)
    assert [text for text in shown if text in ("9", "10")] == ["9", "10"]


def test_correlations_without_x_and_y(ask: Ask, marks: Marks) -> None:
    found = marks(ask("heat-map", data={"a": [1, 2, 3], "b": [3, 2, 1]}, values_shown=False).text)
    assert {(mark["x"], mark["y"]): mark["correlation"] for mark in found} == {
        ("a", "a"): "1",
        ("a", "b"): "\u22121",
        ("b", "a"): "\u22121",
        ("b", "b"): "1",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"x": "day"}, "PLOT_NOT_SUITABLE"),
        ({"x": "day", "y": "week"}, "COLUMN_UNKNOWN"),
        ({"x": "day", "y": "hour", "value": "day"}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"a": [1, 1], "b": [2, 2]}}, "PLOT_EMPTY"),
        ({"data": {"x": list(range(200)), "y": list(range(200))}, "x": "x", "y": "y"}, "PLOT_NOT_SUITABLE"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("heat-map", **{"data": DATA, **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
