import math

import httpx
import pytest

PATH = "/api/v1/math/series/decompose"
VALUES = [100 + month + 10 * math.sin(math.pi * month / 6) for month in range(48)]


@pytest.mark.parametrize("method", ["stl", "additive", "multiplicative"])
def test_a_season(client: httpx.Client, method: str) -> None:
    answer = client.post(PATH, json={"values": VALUES, "period": 12, "method": method}).json()
    assert answer["trend"][24] == pytest.approx(124, abs=1)
    if method != "multiplicative":
        assert answer["seasonal"][27] == pytest.approx(10, abs=0.6)
        assert answer["seasonal_strength"] > 0.95


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"values": [1, 2, 3], "period": 12}, "SERIES_TOO_SHORT"),
        ({"values": [-1, 2, 3, 4], "period": 2, "method": "multiplicative"}, "SERIES_NOT_SUITABLE"),
    ],
)
def test_faults(client: httpx.Client, body: dict[str, object], code: str) -> None:
    assert client.post(PATH, json=body).json()["error"]["code"] == code
