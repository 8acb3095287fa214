import httpx
import pytest

PATH = "/api/v1/math/finance/irr"


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-70000, 12000, 15000, 18000, 21000], -0.0212448482734),  # Excel documents -2.1 %
        ([-70000, 12000, 15000, 18000, 21000, 26000], 0.0866309480365),  # and 8.7 %
        ([-70000, 12000, 15000], -0.443506941334740),  # and -44.4 %
    ],
)
def test_the_documented_values_of_irr(client: httpx.Client, flows: list[float], rate: float) -> None:
    assert client.post(PATH, json={"cash_flows": flows}).json()["rate"] == pytest.approx(rate, rel=1e-11)


def test_the_documented_value_of_xirr(client: httpx.Client) -> None:
    dates = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    answer = client.post(PATH, json={"cash_flows": [-10000, 2750, 4250, 3250, 2750], "dates": dates}).json()
    assert answer["rate"] == pytest.approx(0.373362535, abs=1e-8)


def test_several_rates_are_said(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"cash_flows": [-1000, 2500, -1540]}).json()
    assert answer["all_rates"] == [pytest.approx(0.1), pytest.approx(0.4)]
    assert "2 rates" in answer["warnings"][0]


@pytest.mark.parametrize("flows", [[1, 2], [-1, -2], [100, -150, 100]])
def test_no_rate(client: httpx.Client, flows: list[float]) -> None:
    answer = client.post(PATH, json={"cash_flows": flows})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_INTERNAL_RATE")


def test_dates_must_suit(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"cash_flows": [-1, 2], "dates": ["2024-01-01"]})
    assert answer.json()["error"]["code"] == "DATES_NOT_SUITABLE"
