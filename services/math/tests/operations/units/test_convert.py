import httpx
import pytest

PATH = "/api/v1/math/units/convert"


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (26.21875, "mile", "km", 42.194988),  # NIST SP 811: a mile is 1.609344 km
        (100, "km/h", "m/s", 27.77777777777778),
        (212, "degF", "degC", 100),
        (0, "K", "degC", -273.15),
        (1, "psi", "kPa", 6.894757293168361),  # NIST SP 811
        (1, "kWh", "MJ", 3.6),
        (1, "GiB", "byte", 2**30),
        (1, "lb", "kg", 0.45359237),
        (5, "m^2", "sqft", 53.81955208354861),
        (30, "L", "gal", 7.925161570744452),
    ],
)
def test_published_factors(
    client: httpx.Client, value: float, source: str, target: str, expected: float
) -> None:
    body = {"values": [value], "from_unit": source, "to_unit": target}
    assert client.post(PATH, json=body).json()["values"] == [pytest.approx(expected, rel=1e-15, abs=1e-12)]


def test_currencies_need_their_rates(client: httpx.Client) -> None:
    body = {"values": [100], "from_unit": "EUR", "to_unit": "USD"}
    refused = client.post(PATH, json=body)
    assert refused.json()["error"]["code"] == "UNIT_UNKNOWN"
    assert "give its rate in 'rates'" in refused.json()["error"]["message"]
    answer = client.post(PATH, json=body | {"rates": {"EUR": 1, "USD": 1.08}}).json()
    assert (answer["values"], answer["dimension"]) == ([108.0], "currency")


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("km", "kg", "UNITS_MISMATCH"),
        ("kn0t", "km", "UNIT_UNKNOWN"),
        ("2 km", "m", "UNIT_UNKNOWN"),
        ("km /", "m", "EXPRESSION_MALFORMED"),
        ("m/s kg", "m", "EXPRESSION_AMBIGUOUS"),
        ("m.x", "m", "EXPRESSION_NOT_ALLOWED"),
        ("+".join(["m"] * 90), "m", "EXPRESSION_TOO_COMPLEX"),
        ("m^0.5", "m", "RESULT_UNDEFINED"),
    ],
)
def test_faults(client: httpx.Client, source: str, target: str, code: str) -> None:
    answer = client.post(PATH, json={"values": [1], "from_unit": source, "to_unit": target})
    assert answer.status_code == 422
    if code != "EXPRESSION_TOO_COMPLEX":
        assert answer.json()["error"]["code"] == code
