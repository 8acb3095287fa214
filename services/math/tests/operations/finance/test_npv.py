import httpx
import pytest

PATH = "/api/v1/math/finance/npv"


def test_the_documented_value_of_npv(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"rate": 0.1, "cash_flows": [-10000, 3000, 4200, 6800]}).json()
    assert answer["net_present_value"] == pytest.approx(
        1188.4434123352216, rel=1e-13
    )  # Excel documents 1188.44


def test_the_documented_value_of_xnpv(client: httpx.Client) -> None:
    dates = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    body = {"rate": 0.09, "cash_flows": [-10000, 2750, 4250, 3250, 2750], "dates": dates}
    assert round(client.post(PATH, json=body).json()["net_present_value"], 6) == 2086.647602  # as documented


def test_dates_must_suit(client: httpx.Client) -> None:
    for dates in (["2024-01-01"], ["2024-01-02", "2024-01-01"]):
        answer = client.post(PATH, json={"rate": 0.1, "cash_flows": [1, 2], "dates": dates})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "DATES_NOT_SUITABLE")
