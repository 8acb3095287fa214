from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]

DATA = {"x": [1, 2, 3, 4], "y": [1, 2, 3, 5]}


def test_the_equation_is_that_of_least_squares(ask: Ask, marks: Marks) -> None:
    drawing = ask("regression", data=DATA, x="x", y="y").text
    assert "y = 1.3x \u2212 0.5; R² = 0.9657; n = 4" in drawing
    assert [(mark["x"], mark["y"]) for mark in marks(drawing)] == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "5"),
    ]


def test_a_parabola(ask: Ask) -> None:
    data = {"x": [0, 1, 2, 3, 4], "y": [1, 2, 5, 10, 17]}
    assert "x² " in ask("regression", data=data, x="x", y="y", degree=2).text
    assert "R² = 1;" in ask("regression", data=data, x="x", y="y", degree=2).text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"degree": 3}, "PLOT_EMPTY"),
        ({"data": {"x": [1, 1, 1], "y": [1, 2, 3]}}, "PLOT_EMPTY"),
        ({"x": "z"}, "COLUMN_UNKNOWN"),
        ({"data": {"x": ["a"], "y": [1]}}, "SAMPLE_NOT_NUMERIC"),
        ({"degree": 11}, "VALIDATION_ERROR"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("regression", **{"data": DATA, "x": "x", "y": "y", **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
