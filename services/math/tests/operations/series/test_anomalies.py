import math

import httpx

PATH = "/api/v1/math/series/anomalies"


def test_a_spike_a_change_and_a_gap(client: httpx.Client) -> None:
    values: list[float | None] = [10 + 0.3 * math.sin(7 * place) for place in range(60)]
    values[20] = 30
    answer = client.post(
        PATH, json={"values": [*values[:40], None, *[25 + 0.3 * math.sin(7 * place) for place in range(40)]]}
    ).json()
    assert 20 in [one["index"] for one in answer["anomalies"]]
    assert answer["gaps"] == [40]
    assert any(abs(place - 40) <= 1 for place in answer["changes"])


def test_a_season_is_no_anomaly(client: httpx.Client) -> None:
    values = [10 * math.sin(math.pi * place / 6) + 0.01 * math.sin(5 * place) for place in range(60)]
    values[30] += 5
    answer = client.post(PATH, json={"values": values, "period": 12}).json()
    assert 30 in [one["index"] for one in answer["anomalies"]]


def test_too_short(client: httpx.Client) -> None:
    assert client.post(PATH, json={"values": [1, 2]}).json()["error"]["code"] == "SERIES_TOO_SHORT"
