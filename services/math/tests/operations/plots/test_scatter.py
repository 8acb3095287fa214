from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"x": [1, 2, 3, None], "y": [4, 5, 6, 7], "g": ["a", "b", "a", "a"], "s": [1, 2, 3, 4]}


def test_points_stand_where_the_values_are(ask: Ask, marks: Marks) -> None:
    found = marks(ask("scatter", data=DATA, x="x", y="y", group="g", size="s").text)
    points = [(mark["x"], mark["y"], mark["series"], mark["s"]) for mark in found]
    assert points == [("1", "4", "a", "1"), ("2", "5", "b", "2"), ("3", "6", "a", "3")]


def test_a_part_of_many_points_is_shown_and_told(ask: Ask) -> None:
    data = {"x": list(range(20_000)), "y": list(range(20_000))}
    assert "8,000 of 20,000 points are shown" in ask("scatter", data=data, x="x", y="y").text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"x": "g"}, "SAMPLE_NOT_NUMERIC"),
        ({"y": "z"}, "COLUMN_UNKNOWN"),
        ({"data": {"x": [None], "y": [1]}}, "PLOT_EMPTY"),
        ({"data": {"x": [1] * 30, "y": [1] * 30, "g": list(range(30))}, "group": "g"}, "PLOT_NOT_SUITABLE"),
        ({"data": {"x": [1], "y": [1, 2]}}, "COLUMN_LENGTHS_DIFFER"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("scatter", **{"data": DATA, "x": "x", "y": "y", **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
