import httpx
import pytest

PATH = "/api/v1/math/finance/bond"


def test_the_documented_price(client: httpx.Client) -> None:
    body = {"settlement": "2008-02-15", "maturity": "2017-11-15", "coupon_rate": 0.0575, "yield_rate": 0.065}
    assert client.post(PATH, json=body).json()["price"] == pytest.approx(
        94.63436162, abs=5e-9
    )  # Excel, PRICE


def test_the_documented_yield(client: httpx.Client) -> None:
    body = {"settlement": "2008-02-15", "maturity": "2016-11-15", "coupon_rate": 0.0575, "price": 95.04287}
    assert client.post(PATH, json=body).json()["yield_rate"] == pytest.approx(0.065, abs=5e-8)  # Excel, YIELD


def test_the_documented_duration(client: httpx.Client) -> None:
    body = {"settlement": "2008-01-01", "maturity": "2016-01-01", "coupon_rate": 0.08, "yield_rate": 0.09}
    answer = client.post(PATH, json=body | {"day_count": "actual/actual"}).json()
    assert answer["duration"] == pytest.approx(5.993774956, abs=5e-10)  # Excel, DURATION
    assert answer["modified_duration"] == pytest.approx(5.735669814, abs=5e-10)  # Excel, MDURATION


def test_a_price_without_a_yield(client: httpx.Client) -> None:
    body = {"settlement": "2024-01-01", "maturity": "2025-01-01", "coupon_rate": 0.0, "price": 0.0001}
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_BOND_YIELD")


def test_dates_in_order(client: httpx.Client) -> None:
    body = {"settlement": "2025-01-01", "maturity": "2024-01-01", "coupon_rate": 0.0, "price": 100}
    assert client.post(PATH, json=body).status_code == 422
