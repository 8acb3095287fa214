from typing import Any

import httpx
import pytest

PATH = "/api/v1/math/finance/compare-loans"
A = {"name": "A", "principal": 200000, "annual_rate": 0.06, "periods": 360}
B = {**A, "name": "B", "annual_rate": 0.058, "upfront_fee": 4000}


def ask(client: httpx.Client, *offers: dict[str, Any], **more: object) -> dict[str, Any]:
    answer = client.post(PATH, json={"offers": offers, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_costs_are_those_of_the_repayment_table(client: httpx.Client) -> None:
    answer = ask(client, A, B)
    terms = {"principal": 200000, "annual_rate": 0.058, "periods": 360}
    table = client.post("/api/v1/math/finance/amortization", json=terms).json()
    best = answer["offers"][0]
    assert (answer["best"], best["payment"]) == ("B", table["payment"])
    assert best["total_interest"] == pytest.approx(table["total_interest"])
    assert best["total_cost"] == pytest.approx(table["total_interest"] + 4000)
    assert answer["offers"][1]["more_than_best"] == pytest.approx(
        answer["offers"][1]["total_cost"] - best["total_cost"]
    )
    assert answer["sentence"].startswith("B is the best by total cost; it costs ")


def test_the_effective_rate_without_fees_is_that_of_compound_interest(client: httpx.Client) -> None:
    rates = {one["name"]: one["effective_annual_rate"] for one in ask(client, A, B)["offers"]}
    assert rates["A"] == pytest.approx(1.005**12 - 1, abs=1e-7)
    assert rates["B"] > 1.0048333**12 - 1


def test_the_annual_percentage_rate_of_the_european_directive(client: httpx.Client) -> None:
    """A loan without fees has the rate of its year, with a fee more: Directive 2008/48/EC, annex I."""
    offer = {"principal": 6000, "annual_rate": 0.09, "periods": 4, "periods_a_year": 1}
    answer = ask(client, {**offer, "name": "plain"}, {**offer, "name": "fee", "upfront_fee": 60})
    rates = {one["name"]: one["effective_annual_rate"] for one in answer["offers"]}
    assert rates["plain"] == pytest.approx(0.09, abs=1e-5)
    assert rates["fee"] > rates["plain"]


@pytest.mark.parametrize(
    ("rank_by", "best"), [("total_cost", "short"), ("payment", "long"), ("effective_annual_rate", "long")]
)
def test_ranks(client: httpx.Client, rank_by: str, best: str) -> None:
    short = {**A, "name": "short", "periods": 120}
    long = {**A, "name": "long", "annual_rate": 0.055}
    answer = ask(client, short, long, rank_by=rank_by)
    assert (answer["best"], len(answer["warnings"])) == (best, 1)


@pytest.mark.parametrize("method", ["linear", "interest_only"])
def test_methods(client: httpx.Client, method: str) -> None:
    offer = {"principal": 1000, "annual_rate": 0.12, "periods": 2, "method": method}
    answer = ask(client, {**offer, "name": "x"}, {**offer, "name": "y", "periodic_fee": 1, "final_fee": 5})
    assert [one["total_fees"] for one in answer["offers"]] == [0, 7]
    assert answer["offers"][0]["total_interest"] == (15 if method == "linear" else 20)


@pytest.mark.parametrize(
    ("offers", "code"),
    [
        ([A], "VALIDATION_ERROR"),
        ([A, A], "VALIDATION_ERROR"),
        ([A, {**B, "periods": 0}], "VALIDATION_ERROR"),
        (
            [{**A, "principal": 0.01, "periods": 1200}, {**B, "principal": 0.01, "annual_rate": 10}],
            "PAYMENT_TOO_SMALL",
        ),
    ],
)
def test_faults(client: httpx.Client, offers: list[dict[str, Any]], code: str) -> None:
    answer = client.post(PATH, json={"offers": offers})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_fees_above_the_loan_have_no_rate(client: httpx.Client) -> None:
    answer = ask(client, A, {**B, "upfront_fee": 300000})
    assert answer["offers"][1]["effective_annual_rate"] is None
