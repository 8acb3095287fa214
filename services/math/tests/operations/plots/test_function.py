from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]
Marks = Callable[[str], list[dict[str, str]]]


def test_a_page_has_values_on_hover(ask: Ask, marks: Marks) -> None:
    answer = ask("function", expressions=["x^2", "k*x"], constants={"k": 3}, low=0, high=2, format="html")
    assert answer.headers["content-type"].startswith("text/html")
    found = marks(answer.text)
    assert len(found) == 2_400
    assert found[1_199] == {"x": "2", "y": "4", "series": "x^2"}


def test_a_pole_interrupts_the_line(ask: Ask) -> None:
    """The line of 1/x has two parts: a path begins with M for each."""
    lines = ask("function", expressions=["1/x"], low=-1, high=1).text.count('aria-hidden="true" d="M')
    assert lines > ask("function", expressions=["x"], low=-1, high=1).text.count('aria-hidden="true" d="M')


def test_a_picture(ask: Ask) -> None:
    assert ask("function", expressions=["sin(x)"], format="png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expressions": ["x*"]}, "EXPRESSION_MALFORMED"),
        ({"expressions": ["y"]}, "EXPRESSION_NAME_UNKNOWN"),
        ({"expressions": ["foo(x)"]}, "EXPRESSION_FUNCTION_UNKNOWN"),
        ({"expressions": ["sqrt(-1 - x^2)"]}, "PLOT_EMPTY"),
        ({"low": 1, "high": 1}, "PLOT_NOT_SUITABLE"),
        ({"expressions": ["9^9^9 + x"]}, "PLOT_EMPTY"),
        ({"expressions": []}, "VALIDATION_ERROR"),
    ],
)
def test_faults(ask: Ask, changes: dict[str, object], code: str) -> None:
    answer = ask("function", **{"expressions": ["x"], **changes})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
