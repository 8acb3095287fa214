import httpx
import pytest

PATH = "/api/v1/math/symbolic/limit"


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ({"expression": "sin(x)/x", "point": "0"}, "1"),
        ({"expression": "(1 + 1/x)^x", "point": "inf"}, "e"),
        ({"expression": "1/x", "point": "0", "side": "right"}, "inf"),
        ({"expression": "1/x", "point": "0", "side": "left"}, "-inf"),
    ],
)
def test_limits(client: httpx.Client, body: dict[str, object], plain: str) -> None:
    assert client.post(PATH, json=body).json()["result"]["plain"] == plain


def test_sides_that_differ_have_no_limit(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "1/x", "point": "0"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_SYMBOLIC_RESULT")
