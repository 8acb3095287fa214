import math

import httpx
import pytest

PATH = "/api/v1/math/numeric/quadrature"


def x(low: object, high: object, *breaks: float, variable: str = "x") -> dict[str, object]:
    return {"variable": variable, "low": low, "high": high, "breaks": list(breaks)}


@pytest.mark.parametrize(
    ("expression", "ranges", "value"),
    [
        ("exp(-x^2)", [x("-inf", "inf")], math.sqrt(math.pi)),
        ("x^2", [x(0, 4)], 64 / 3),  # SciPy's example of `quad`
        ("x^2", [x(4, 0)], -64 / 3),
        ("1/sqrt(x)", [x(0, 1)], 2),
        ("log(x)", [x(0, 1)], -1),
        ("sin(x)/x", [x(1e-300, 10)], 1.6583475942188740),
        ("abs(x - 0.3)", [x(0, 1, 0.3)], 0.29),
        ("x*y^2", [x(0, 2), x(0, 1, variable="y")], 2 / 3),  # SciPy's example of `dblquad`
        ("x*y*z", [x(1, 2), x(2, 3, variable="y"), x(0, 1, variable="z")], 1.875),  # and of `tplquad`
        ("k*x", [x(0, 1)], 1.5),
        ("9^9^9*0", [x(0, 1)], None),
    ],
)
def test_known_integrals(
    client: httpx.Client, expression: str, ranges: list[dict[str, object]], value: float | None
) -> None:
    body = {"expression": expression, "ranges": ranges, "constants": {"k": 3}}
    answer = client.post(PATH, json=body).json()
    if value is None:
        assert answer["warnings"]
    else:
        assert answer["value"] == pytest.approx(value, rel=1e-9)
        assert answer["error"] < 1e-6


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"expression": "1/x", "ranges": [x(0, 1)]}, "NUMERIC_NOT_CONVERGED"),
        ({"expression": "x", "ranges": [x(0, "inf")]}, "NUMERIC_NOT_CONVERGED"),
        ({"expression": "sin(x)", "ranges": [x(0, "inf")]}, "NUMERIC_NOT_CONVERGED"),
        ({"expression": "x", "ranges": [x(0, 1), x(0, 1)]}, "NUMERIC_TASK_NOT_SUITABLE"),
        ({"expression": "y", "ranges": [x(0, 1)]}, "EXPRESSION_NAME_UNKNOWN"),
        ({"expression": "foo(x)", "ranges": [x(0, 1)]}, "EXPRESSION_FUNCTION_UNKNOWN"),
        ({"expression": "x*", "ranges": [x(0, 1)]}, "EXPRESSION_MALFORMED"),
        ({"expression": "x", "ranges": []}, "VALIDATION_ERROR"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
