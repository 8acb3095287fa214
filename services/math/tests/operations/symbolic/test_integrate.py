import math

import httpx
import pytest

PATH = "/api/v1/math/symbolic/integrate"


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ({"expression": "x^2"}, "x^3/3"),
        ({"expression": "1/(1 + x^2)"}, "atan(x)"),
        ({"expression": "x*exp(-x)", "low": "0", "high": "inf"}, "1"),
        ({"expression": "exp(-x^2)", "low": "-inf", "high": "inf"}, "sqrt(pi)"),  # DLMF 7.2.2
        ({"expression": "sin(x)", "low": "0", "high": "pi"}, "2"),
    ],
)
def test_integrals(client: httpx.Client, body: dict[str, object], plain: str) -> None:
    answer = client.post(PATH, json=body).json()
    assert (answer["result"]["plain"], answer["check"]) == (plain, "confirmed")


def test_what_has_no_formula_is_given_as_a_number(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "sin(sin(x))", "low": "0", "high": "1"}).json()
    assert answer["result"]["decimal"] == pytest.approx(0.4306061031206906, rel=1e-12)
    assert math.isfinite(answer["result"]["decimal"])


@pytest.mark.parametrize("body", [{"expression": "1/x", "low": "-1", "high": "1"}, {"expression": "x^x"}])
def test_what_has_no_integral_says_so(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_SYMBOLIC_RESULT")


@pytest.mark.parametrize(
    ("expression", "rules"),
    [
        ("x*exp(x)", ["Integration by parts", "v' = exp(x), v = exp(x)", "Exponential rule"]),
        (
            "sin(x)^3",
            ["Rewrite sin(x)^3 as (1 - cos(x)^2)*sin(x)", "with t = cos(x)", "Put cos(x) back for t"],
        ),
        ("exp(x)*sin(x)", ["Integration by parts", "The integral comes back with the factor -1"]),
        ("1/(x^2 - 1)", ["Rewrite 1/(x^2 - 1) as", "Constant factor rule", "Reciprocal rule"]),
    ],
)
def test_steps(client: httpx.Client, expression: str, rules: list[str]) -> None:
    answer = client.post(PATH, json={"expression": expression}).json()
    text = "\n".join(answer["steps"])
    places = [text.find(rule) for rule in rules]
    assert -1 not in places, text
    assert places == sorted(places)
    assert "Rule(" not in text
