import httpx
import pytest

PATH = "/api/v1/math/finance/option"
HULL = {"spot": 42, "strike": 40, "years": 0.5, "rate": 0.1}


def test_the_example_of_hull(client: httpx.Client) -> None:
    """J. C. Hull, Options, Futures, and Other Derivatives, example 15.6: 4.76 and 0.81."""
    call = client.post(PATH, json=HULL | {"kind": "call", "volatility": 0.2}).json()
    put = client.post(PATH, json=HULL | {"kind": "put", "volatility": 0.2}).json()
    assert (round(call["price"], 2), round(put["price"], 2)) == (4.76, 0.81)
    assert call["price"] - put["price"] == pytest.approx(42 - 40 * 0.951229424500714, rel=1e-12)  # parity


def test_the_volatility_is_found_again(client: httpx.Client) -> None:
    price = client.post(PATH, json=HULL | {"kind": "put", "volatility": 0.35}).json()["price"]
    answer = client.post(PATH, json=HULL | {"kind": "put", "price": price}).json()
    assert answer["volatility"] == pytest.approx(0.35, rel=1e-10)


def test_an_impossible_price(client: httpx.Client) -> None:
    answer = client.post(PATH, json=HULL | {"kind": "call", "price": 50})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_IMPLIED_VOLATILITY")
