import math

import httpx
import pytest

PATH = "/api/v1/math/series/forecast"
SEASON = [100 + month + 10 * math.sin(math.pi * month / 6) for month in range(60)]


@pytest.mark.parametrize("method", ["holt_winters", "arima"])
def test_a_line_goes_on(client: httpx.Client, method: str) -> None:
    values = [2 * place + (0.1 if place % 3 else -0.1) for place in range(40)]
    body = {
        "values": values,
        "steps": 3,
        "method": method,
        **({"order": [1, 1, 1]} if method == "arima" else {}),
    }
    answer = client.post(PATH, json=body).json()
    assert len(answer["forecast"]) == 3
    if method == "holt_winters":
        assert answer["forecast"][0]["value"] == pytest.approx(80, abs=0.5)
    assert answer["forecast"][0]["low"] < answer["forecast"][0]["value"] < answer["forecast"][0]["high"]


def test_a_season_goes_on(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"values": SEASON, "steps": 12, "period": 12}).json()
    expected = [100 + month + 10 * math.sin(math.pi * month / 6) for month in range(60, 72)]
    assert [one["value"] for one in answer["forecast"]] == pytest.approx(expected, abs=1.5)


def test_naive(client: httpx.Client) -> None:
    answer = client.post(
        PATH, json={"values": [1, 2, 3, 1, 2, 4], "steps": 4, "period": 3, "method": "naive"}
    ).json()
    assert [one["value"] for one in answer["forecast"]] == [1, 2, 4, 1]


def test_too_short(client: httpx.Client) -> None:
    assert client.post(PATH, json={"values": [1, 2]}).json()["error"]["code"] == "SERIES_TOO_SHORT"


def test_too_long_for_a_model(client: httpx.Client) -> None:
    assert client.post(PATH, json={"values": [1, 2] * 3_000}).json()["error"]["code"] == "SERIES_NOT_SUITABLE"


def test_models_of_many_states_take_fewer_values(client: httpx.Client) -> None:
    body = {"values": list(range(2_000)), "method": "arima", "order": [1, 1, 1], "period": 366}
    answer = client.post(PATH, json={**body, "seasonal_order": [1, 0, 1]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "SERIES_NOT_SUITABLE")
    assert "values at the most" in answer.json()["error"]["message"]
