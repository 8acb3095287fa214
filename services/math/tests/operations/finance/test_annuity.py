import httpx
import pytest

PATH = "/api/v1/math/finance/annuity"


@pytest.mark.parametrize(
    ("body", "rounded"),
    [  # the examples that Excel documents for PMT, NPER, RATE, FV and PV
        (
            {"find": "payment", "rate": "0.006666666666666666666667", "periods": 10, "present_value": 10000},
            "-1037.03",
        ),
        (
            {
                "find": "payment",
                "rate": "0.006666666666666666666667",
                "periods": 10,
                "present_value": 10000,
                "due_at_start": True,
            },
            "-1030.16",
        ),
        ({"find": "payment", "rate": 0.005, "periods": 216, "future_value": 50000}, "-129.08"),
        (
            {
                "find": "periods",
                "rate": 0.01,
                "payment": -100,
                "present_value": -1000,
                "future_value": 10000,
                "due_at_start": True,
            },
            "59.67",
        ),
        ({"find": "rate", "periods": 48, "payment": -200, "present_value": 8000, "decimals": 6}, "0.007701"),
        (
            {
                "find": "future_value",
                "rate": 0.005,
                "periods": 10,
                "payment": -200,
                "present_value": -500,
                "due_at_start": True,
            },
            "2581.40",
        ),
        (
            {"find": "present_value", "rate": "0.006666666666666666666667", "periods": 240, "payment": 500},
            "-59777.15",
        ),
        ({"find": "payment", "periods": 4, "present_value": 100}, "-25.00"),
    ],
)
def test_documented_values(client: httpx.Client, body: dict[str, object], rounded: str) -> None:
    assert client.post(PATH, json=body).json()["rounded"] == rounded


@pytest.mark.parametrize(
    "body",
    [
        {"find": "payment", "rate": 0.01, "present_value": 100},
        {"find": "periods", "rate": 0.1, "payment": -5, "present_value": 100},
        {"find": "periods", "present_value": 100},
        {"find": "rate", "periods": 10, "payment": 5, "present_value": 100},
    ],
)
def test_what_has_no_value(client: httpx.Client, body: dict[str, object]) -> None:
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_SUCH_ANNUITY")


def test_the_largest_figures_are_rounded_or_refused(client: httpx.Client) -> None:
    largest = {"present_value": 1e24, "payment": 1e24, "future_value": 1e24, "decimals": 12}
    paid = client.post(PATH, json={"find": "payment", "rate": 1000, "periods": 1, **largest}).json()
    assert paid["value"] == pytest.approx(-1.002e27)
    assert paid["rounded"] == "-1002000000000000000000000000.000000000000"
    refused = client.post(PATH, json={"find": "future_value", "rate": 1000, "periods": 100_000, **largest})
    assert refused.status_code == 422
    assert "larger than 1e300" in refused.json()["error"]["message"]
