from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"age": [1, 2, 2, 3, 3, 3, None, 10]}


def test_values_are_counted(ask: Ask, marks: Marks) -> None:
    found = marks(ask("histogram", data=DATA, bins=3).text)
    assert [(mark["age"], mark["high"], mark["count"]) for mark in found] == [
        ("1", "4", "6"),
        ("4", "7", "0"),
        ("7", "10", "1"),
    ]


def test_a_density_has_the_area_one(ask: Ask, marks: Marks) -> None:
    found = marks(ask("histogram", data=DATA, bins=3, density=True).text)
    assert sum(float(mark["density"]) * 3 for mark in found) == pytest.approx(1)


def test_columns_share_their_bins(ask: Ask, marks: Marks) -> None:
    found = marks(ask("histogram", data={"a": [1, 2], "b": [9, 10]}, bins=2).text)
    assert [(mark["series"], mark["count"]) for mark in found] == [
        ("a", "2"),
        ("a", "0"),
        ("b", "0"),
        ("b", "2"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"columns": ["size"]}, "COLUMN_UNKNOWN"),
        ({"data": {"age": ["x"]}, "columns": ["age"]}, "SAMPLE_NOT_NUMERIC"),
        ({"data": {"age": [None]}}, "PLOT_EMPTY"),
        ({"bins": 0}, "VALIDATION_ERROR"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("histogram", **{"data": DATA, **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
