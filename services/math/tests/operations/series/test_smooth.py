import httpx
import pytest

PATH = "/api/v1/math/series/smooth"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [None, None, 2, 3, 4]),
        ({"method": "centered"}, [None, 2, 3, 4, None]),
        ({"method": "median"}, [None, None, 2, 3, 4]),
        ({"method": "exponential", "alpha": 0.5}, [1, 1.5, 2.25, 3.125, 4.0625]),
    ],
)
def test_averages(client: httpx.Client, changes: dict[str, object], expected: list[float | None]) -> None:
    answer = client.post(PATH, json={"values": [1, 2, None, 4, 5], "window": 3, **changes}).json()
    assert answer == {"values": expected, "filled": [2], "warnings": []}


@pytest.mark.parametrize("values", [[None, None], [1, 2]])
def test_too_short(client: httpx.Client, values: list[float | None]) -> None:
    assert client.post(PATH, json={"values": values}).json()["error"]["code"] == "SERIES_TOO_SHORT"
