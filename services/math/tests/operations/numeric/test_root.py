import math
from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/numeric/root"


def ask(client: httpx.Client, **body: object) -> dict[str, Any]:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("equation", "low", "high", "roots"),
    [
        ("cos(x) = x", 0, 2, [0.7390851332151607]),
        ("x^3 - 2*x - 5", 0, 5, [2.0945514815423265]),  # Wallis (1685)
        ("sin(x)", -7, 7, [-2 * math.pi, -math.pi, 0, math.pi, 2 * math.pi]),
        ("tan(x)", 1, 5, [math.pi]),
        ("1/x", -1, 1, []),
        ("(x - 1)^2 = 0", 0, 3, [1]),
        ("x^2 + 1", -5, 5, []),
        ("exp(x) = 1e10", 0, 100, [math.log(1e10)]),
        ("sqrt(x) - 1", -5, 5, [1]),
    ],
)
def test_all_roots_within_a_range(
    client: httpx.Client, equation: str, low: float, high: float, roots: list[float]
) -> None:
    found = ask(client, equations=[equation], low=low, high=high)["roots"]
    assert [one["values"]["x"] for one in found] == pytest.approx(roots, rel=1e-7, abs=1e-7)


def test_a_simple_root_has_full_precision(client: httpx.Client) -> None:
    (found,) = ask(client, equations=["k*x = 1"], low=0, high=1, constants={"k": 3})["roots"]
    assert found["values"]["x"] == pytest.approx(1 / 3, rel=1e-15)


def test_a_system(client: httpx.Client) -> None:
    """SciPy's own example of `fsolve`: x0*cos(x1) = 4, x1*x0 - x1 = 5."""
    body = {"equations": ["x*cos(y) = 4", "x*y - y = 5"], "start": {"x": 1, "y": 1}}
    (found,) = ask(client, **body)["roots"]
    assert found["values"] == pytest.approx({"x": 6.50409711, "y": 0.90841421}, abs=1e-8)
    assert found["residual"] < 1e-9


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"equations": ["x + "], "low": 0, "high": 1}, "EXPRESSION_MALFORMED"),
        ({"equations": ["x + y"], "low": 0, "high": 1}, "EXPRESSION_NAME_UNKNOWN"),
        ({"equations": ["foo(x)"], "low": 0, "high": 1}, "EXPRESSION_FUNCTION_UNKNOWN"),
        ({"equations": ["x < 1"], "low": 0, "high": 1}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["x"], "low": 1, "high": 1}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["x - x"], "low": 0, "high": 1}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["sqrt(-1 - x^2)"], "low": 0, "high": 1}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["sin(x)"], "low": 0, "high": 5000}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["x", "x"], "low": 0, "high": 1}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["x"], "start": {"x": 1, "y": 1}}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"equations": ["x^2 + 1"], "start": {"x": 1}}, "NUMERIC_NOT_CONVERGED"),
        ({"equations": ["x"]}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
