from typing import Any

import httpx
import pytest


def check(client: httpx.Client, kind: str, value: str, **fields: Any) -> Any:
    answer = client.post("/api/v1/data/check", json={"kind": kind, "value": value, **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"][0]


# IBAN: the registry's examples. EAN, ISBN, ISSN, LEI, ISIN: of the standards. Cards: test numbers.
@pytest.mark.parametrize(
    ("kind", "value", "normal"),
    [
        ("email", "Ada@EXAMPLE.org", "Ada@example.org"),
        ("phone", "+49 30 123456", "+4930123456"),
        ("iban", "gb29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
        ("bic", "deutdeff", "DEUTDEFF"),
        ("card", "4242 4242 4242 4242", "4242424242424242"),
        ("vat", "DE 136 695 976", "DE136695976"),
        ("vat", "gr123456789", "EL123456789"),
        ("ean", "4006381333931", "4006381333931"),
        ("isbn", "0-306-40615-2", "9780306406157"),
        ("isbn", "978-3-16-148410-0", "9783161484100"),
        ("issn", "0378-5955", "0378-5955"),
        ("lei", "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12"),
        ("isin", "US0378331005", "US0378331005"),
        ("url", "https://münchen.de/a", "https://münchen.de/a"),
        ("domain", "MÜNCHEN.de", "xn--mnchen-3ya.de"),
        ("ip", "2001:0db8::0001", "2001:db8::1"),
        ("mac", "00-1B-44-11-3A-B7", "00:1b:44:11:3a:b7"),
        ("uuid", "{12345678-1234-5678-1234-567812345678}", "12345678-1234-5678-1234-567812345678"),
        ("country", "Germany", "DE"),
        ("currency", "eur", "EUR"),
        ("hex_color", "F80", "#ff8800"),
    ],
)
def test_valid(client: httpx.Client, kind: str, value: str, normal: str) -> None:
    found = check(client, kind, value)
    assert (found["valid"], found["normalized"]) == (True, normal), found["reason"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("email", "ada@"),
        ("email", "a b@example.org"),
        ("phone", "030 123456"),
        ("phone", "+49 1"),
        ("iban", "GB29 NWBK 6016 1331 9268 18"),
        ("bic", "DEUT"),
        ("card", "4242424242424241"),
        ("vat", "DE136695977"),
        ("vat", "XX123"),
        ("ean", "4006381333932"),
        ("isbn", "9783161484101"),
        ("issn", "0378-5954"),
        ("lei", "5493001KJTIIGC8Y1R13"),
        ("isin", "US0378331006"),
        ("url", "javascript:alert(1)"),
        ("url", "http://"),
        ("domain", "localhost"),
        ("ip", "256.1.1.1"),
        ("mac", "00:1B:44:11:3A"),
        ("uuid", "1234"),
        ("country", "Atlantis"),
        ("currency", "XYZ1"),
        ("hex_color", "#12345"),
        ("postcode", "10115"),
        ("email", "  "),
    ],
)
def test_not_valid(client: httpx.Client, kind: str, value: str) -> None:
    found = check(client, kind, value)
    assert (found["valid"], found["normalized"]) == (False, None)
    assert found["reason"]


@pytest.mark.parametrize(
    ("region", "value"), [("DE", "10115"), ("GB", "sw1a 1aa"), ("US", "94105-1234"), ("NL", "1012 ab")]
)
def test_postcodes(client: httpx.Client, region: str, value: str) -> None:
    assert check(client, "postcode", value, region=region)["normalized"] == value.upper()


def test_many_at_once(client: httpx.Client) -> None:
    fields = {"kind": "phone", "values": ["030 123456", "x", ""], "region": "DE"}
    found = client.post("/api/v1/data/check", json=fields).json()
    assert (found["valid"], found["invalid_count"]) == (False, 2)
    assert found["results"][0]["details"]["country"] == "DE"
