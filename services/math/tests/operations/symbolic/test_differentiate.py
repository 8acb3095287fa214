import httpx
import pytest

PATH = "/api/v1/math/symbolic/differentiate"


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ({"expression": "x^3"}, "3*x^2"),
        ({"expression": "x^4", "order": 2}, "12*x^2"),
        ({"expression": "sin(a*x)", "variable": "x"}, "a*cos(a*x)"),
        ({"expression": "log(x)"}, "1/x"),
        ({"expression": "5", "variable": "x"}, "0"),
    ],
)
def test_derivatives(client: httpx.Client, body: dict[str, object], plain: str) -> None:
    answer = client.post(PATH, json=body).json()
    assert (answer["result"]["plain"], answer["check"]) == (plain, "confirmed")


def test_the_variable_must_be_clear(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "a*x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_SYMBOLIC_RESULT")
    assert "'variable' is needed: the names are a, x" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("expression", "steps"),
    [
        (
            "x^2*sin(3*x)",
            [
                "Product rule, (u*v)' = u'*v + u*v': x^2*sin(3*x) gives 3*x^2*cos(3*x) + 2*x*sin(3*x).",
                "Power rule, (u^n)' = n*u^(n - 1)*u': x^2 gives 2*x.",
                "Chain rule, f(u)' = f'(u)*u', with u = 3*x.",
                "Derivative of sin(3*x) gives 3*cos(3*x).",
                "Constant factor rule: 3 stays in front of x.",
            ],
        ),
        (
            "log(x)/x + 7",
            ["Constant terms have the derivative 0.", "Quotient rule, (u/v)' = (u'*v - u*v')/v^2:"],
        ),
        ("x^x", ["Logarithmic differentiation, u^v = exp(v*log(u)): x^x gives x^x*(log(x) + 1)."]),
    ],
)
def test_steps(client: httpx.Client, expression: str, steps: list[str]) -> None:
    found = client.post(PATH, json={"expression": expression}).json()["steps"]
    for given, step in zip(found, steps, strict=False):
        assert given.startswith(step)
    assert found[-1].startswith("Derivative 1: ")
