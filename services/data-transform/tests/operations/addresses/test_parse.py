from typing import Any

import httpx
import pytest


def parse(client: httpx.Client, text: str, **fields: Any) -> Any:
    answer = client.post("/api/v1/data/addresses/parse", json={"text": text, **fields})
    assert answer.status_code == 200, answer.text
    return {name: part for name, part in answer.json()["result"].items() if part is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unter den Linden 77, 10117 Berlin, Germany", ["Unter den Linden", "77", "10117", "Berlin", "DE"]),
        ("12, Rue de Rivoli, 75001 Paris, France", ["Rue de Rivoli", "12", "75001", "Paris", "FR"]),
        ("10 Downing Street, London SW1A 2AA, UK", ["Downing Street", "10", "SW1A 2AA", "London", "GB"]),
        ("Calle de Alcalá 42\n28014 Madrid\nEspaña", ["Calle de Alcalá", "42", "28014", "Madrid", "ES"]),
        ("Keizersgracht 123, 1015 CJ Amsterdam, Netherlands",
         ["Keizersgracht", "123", "1015 CJ", "Amsterdam", "NL"]),
    ],
)  # fmt: skip
def test_by_position(client: httpx.Client, text: str, expected: list[str]) -> None:
    names = ("street", "house_number", "postcode", "city", "country")
    assert parse(client, text) == dict(zip(names, expected, strict=True)) | {"is_sure": True}


def test_the_united_states_on_one_line(client: httpx.Client) -> None:
    found = parse(client, "123 Main St. Suite 100 Chicago, IL 60614")
    assert (found["house_number"], found["street"], found["unit"]) == ("123", "Main St.", "Suite 100")
    assert (found["city"], found["state"], found["postcode"], found["country"]) == (
        "Chicago", "IL", "60614", "US",
    )  # fmt: skip


def test_recipient_box_state_and_country_of_the_request(client: httpx.Client) -> None:
    firm = parse(client, "Muster GmbH\nz. Hd. Frau Muster\nHauptstraße 5a\nD-80331 München", country="DE")
    assert (firm["recipient"], firm["house_number"]) == ("Muster GmbH, z. Hd. Frau Muster", "5a")
    assert (firm["postcode"], firm["city"]) == ("80331", "München")
    box = parse(client, "Postfach 1234, 8021 Zürich", country="CH")
    assert (box["po_box"], box["city"], box["is_sure"]) == ("1234", "Zürich", True)
    toronto = parse(client, "80 Spadina Ave, Toronto, ON M5V 2J4, Canada")
    assert (toronto["city"], toronto["state"], toronto["postcode"]) == ("Toronto", "ON", "M5V 2J4")


def test_what_is_no_address_is_not_sure(client: httpx.Client) -> None:
    assert [parse(client, one)["is_sure"] for one in ("", "Hello", "12345", ",,,")] == [False] * 4
