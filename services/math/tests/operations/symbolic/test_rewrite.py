import httpx
import pytest

PATH = "/api/v1/math/symbolic/rewrite"


@pytest.mark.parametrize(
    ("expression", "form", "plain"),
    [
        ("x^2 - 5x + 6", "factor", "(x - 3)*(x - 2)"),
        ("(x + 1)^3", "expand", "x^3 + 3*x^2 + 3*x + 1"),
        ("sin(x)^2 + cos(x)^2", "simplify", "1"),
        ("1/(x^2 - 1)", "apart", "-1/(2*(x + 1)) + 1/(2*(x - 1))"),
        ("1/x + 1/y", "together", "(x + y)/(x*y)"),
        ("(x^2 - 1)/(x - 1)", "cancel", "x + 1"),
    ],
)
def test_forms(client: httpx.Client, expression: str, form: str, plain: str) -> None:
    answer = client.post(PATH, json={"expression": expression, "form": form}).json()
    assert (answer["result"]["plain"], answer["check"]) == (plain, "confirmed")


def test_the_plain_form_can_be_sent_again(client: httpx.Client) -> None:
    first = client.post(PATH, json={"expression": "e^(2*i*pi/3) + abs(x)^2", "form": "expand"})
    assert first.status_code == 422 or "**" not in first.json()["result"]["plain"]


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("2 *", "EXPRESSION_MALFORMED"),
        ("1/2x", "EXPRESSION_AMBIGUOUS"),
        ("x.y", "EXPRESSION_NOT_ALLOWED"),
        ("f(x)", "EXPRESSION_FUNCTION_UNKNOWN"),
        ("x/0", "RESULT_UNDEFINED"),
        ("9^9^9", "NUMBER_TOO_LARGE"),
        ("1+" * 900 + "1", "EXPRESSION_TOO_COMPLEX"),
        ("sum(i, 1, 10^7, i)", "EVALUATION_TOO_LONG"),
        ("_x", "EXPRESSION_NOT_ALLOWED"),
    ],
)
def test_faults(client: httpx.Client, expression: str, code: str) -> None:
    answer = client.post(PATH, json={"expression": expression})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
