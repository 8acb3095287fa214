from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"v": [1, 2, 3, 4, 5, 30], "g": ["a", "a", "a", "a", "a", "a"]}


def test_boxes_show_quartiles_whiskers_and_outliers(ask: Ask, marks: Marks) -> None:
    found = marks(ask("box", data=DATA, columns=["v"]).text)
    assert {"sample": "v", "from": "1", "to": "5"} in found
    assert {"sample": "v", "low": "2.25", "high": "4.75"} in found
    assert {"sample": "v", "median": "3.5"} in found
    assert {"sample": "v", "value": "30"} in found


def test_groups_are_boxes(ask: Ask, marks: Marks) -> None:
    data = {"v": [1, 2, 3, 4], "g": ["x", "y", "x", "y"]}
    found = marks(ask("box", data=data, group="g").text)
    assert {mark["sample"]: mark["median"] for mark in found if "median" in mark} == {"x": "2", "y": "3"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"group": "h"}, "COLUMN_UNKNOWN"),
        ({"columns": ["g"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"v": [None]}}, "PLOT_EMPTY"),
        ({"data": {"v": [1] * 70, "g": [f"g{n}" for n in range(70)]}, "group": "g"}, "PLOT_NOT_SUITABLE"),
        ({"data": {"v": [1], "g": ["a", "b"]}, "group": "g"}, "COLUMN_LENGTHS_DIFFER"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("box", **{"data": DATA, **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
