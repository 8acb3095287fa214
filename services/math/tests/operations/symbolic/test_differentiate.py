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
