from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]


def test_all_formats(ask: Ask) -> None:
    drawing = ask("surface", expression="x*y", points=5).text
    assert drawing.count("<path") > 16
    assert ask("surface", expression="x*y", points=5, format="png").content.startswith(b"\x89PNG")
    assert "<script>" in ask("surface", expression="x*y", points=5, format="html").text


def test_the_axes_have_the_ends_of_the_values(ask: Ask, texts: Callable[[str], list[str]]) -> None:
    shown = texts(ask("surface", expression="x + 10*y", x_low=0, x_high=4, y_low=0, y_high=2, points=5).text)
    assert {"0", "4", "2", "24", "x", "y"} <= set(shown)


@pytest.mark.parametrize("expression", ["0", "7", "1e20", "-1e-20", "1e20 + x"])
def test_a_level_surface_is_drawn(ask: Ask, expression: str) -> None:
    assert ask("surface", expression=expression, points=5).text.count("<path") > 16


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expression": "x*"}, "EXPRESSION_MALFORMED"),
        ({"expression": "z"}, "EXPRESSION_NAME_UNKNOWN"),
        ({"expression": "foo(x)"}, "EXPRESSION_FUNCTION_UNKNOWN"),
        ({"expression": "sqrt(-1 - x^2)"}, "PLOT_EMPTY"),
        ({"x_low": 5}, "PLOT_NOT_SUITABLE"),
        ({"expression": "1e308"}, "PLOT_NOT_SUITABLE"),
        ({"points": 100}, "VALIDATION_ERROR"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("surface", **{"expression": "x*y", **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
