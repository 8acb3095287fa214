import httpx
import pytest

PATH = "/api/v1/math/numbers/convert-base"


@pytest.mark.parametrize(
    ("body", "value", "exact"),
    [
        ({"value": "255"}, "ff", True),
        ({"value": "0xFF", "from_base": 16, "to_base": 2}, "11111111", True),
        ({"value": "-1010.01", "from_base": 2, "to_base": 10}, "-10.25", True),
        ({"value": "0.1", "to_base": 2, "fraction_digits": 10}, "0.0001100110", False),
        ({"value": "zz", "from_base": 36, "to_base": 10}, "1295", True),
        ({"value": "0", "to_base": 2}, "0", True),
        ({"value": "9" * 1000, "to_base": 10}, "9" * 1000, True),
    ],
)
def test_conversions(client: httpx.Client, body: dict[str, object], value: str, exact: bool) -> None:  # noqa: FBT001 - a table
    assert client.post(PATH, json=body).json() == {"value": value, "exact": exact}


@pytest.mark.parametrize("value", ["12", "1.0.1", "-", "g"])
def test_foreign_digits_are_named(client: httpx.Client, value: str) -> None:
    answer = client.post(PATH, json={"value": value, "from_base": 2})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "DIGIT_NOT_IN_BASE")
