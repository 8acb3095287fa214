from decimal import Decimal

import httpx
import pytest

PATH = "/api/v1/math/finance/amortization"


def test_a_mortgage(client: httpx.Client) -> None:
    """200,000 at 6 % over 30 years: 1,199.10 a month."""
    answer = client.post(PATH, json={"principal": 200000, "annual_rate": 0.06, "periods": 360}).json()
    assert answer["payment"] == 1199.10
    assert (answer["rows"][0]["interest"], answer["rows"][0]["principal"]) == (1000.0, 199.10)
    assert answer["rows"][-1]["balance"] == 0
    paid = sum(Decimal(str(row["principal"])) for row in answer["rows"])
    assert paid == 200000
    assert Decimal(str(answer["total_paid"])) - Decimal(str(answer["total_interest"])) == 200000
    assert answer["effective_annual_rate"] == pytest.approx(0.0616778118644976, rel=1e-14)


def test_extra_payments_shorten_it(client: httpx.Client) -> None:
    body = {"principal": 10000, "annual_rate": 0.05, "periods": 60, "extra_payment": 100}
    assert client.post(PATH, json=body).json()["periods"] < 40


@pytest.mark.parametrize(("method", "first"), [("linear", 850.0), ("interest_only", 100.0)])
def test_other_methods(client: httpx.Client, method: str, first: float) -> None:
    body = {"principal": 9000, "annual_rate": 0.1333333333333333, "periods": 12, "method": method}
    answer = client.post(PATH, json=body).json()
    assert (answer["payment"], answer["rows"][-1]["balance"], answer["periods"]) == (first, 0, 12)


def test_a_payment_that_never_ends_it(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"principal": 10000, "annual_rate": 0.12, "periods": 12, "payment": 50})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "PAYMENT_TOO_SMALL")
