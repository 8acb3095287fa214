from typing import Any

import httpx
import vobject

ADA = {
    "full_name": "Ada Lovelace", "first_name": "Ada", "last_name": "Lovelace; Byron",
    "note": "a, b\nsecond line",
    "emails": [{"value": "ada@example.org", "kinds": ["work"]}],
    "addresses": [{"street": "12 St James's Square", "city": "London", "country": "UK", "kinds": ["home"]}],
    "organization": "Analytical Engine, Ltd", "categories": ["math", "x, y"], "birthday": "1815-12-10",
}  # fmt: skip


def create(client: httpx.Client, **fields: Any) -> httpx.Response:
    return client.post("/api/v1/data/contacts/create", json={"contacts": [ADA, ADA], **fields})


def test_another_library_reads_it(client: httpx.Client) -> None:
    answer = create(client)
    assert answer.headers["content-type"].startswith("text/vcard")
    cards = list(vobject.readComponents(answer.text))
    assert len(cards) == 2
    assert (cards[0].fn.value, cards[0].n.value.family) == ("Ada Lovelace", "Lovelace; Byron")
    assert (cards[0].note.value, cards[0].adr.value.city) == ("a, b\nsecond line", "London")


def test_it_comes_back(client: httpx.Client) -> None:
    for version in ("3.0", "4.0"):
        text = create(client, version=version).text
        found = client.post("/api/v1/data/contacts/parse", json={"text": text}).json()["contacts"][0]
        assert {name: value for name, value in found.items() if name in ADA and name != "addresses"} == {
            name: value for name, value in ADA.items() if name != "addresses"
        }
        assert found["addresses"][0]["street"] == "12 St James's Square"


def test_long_lines_are_folded(client: httpx.Client) -> None:
    text = client.post("/api/v1/data/contacts/create", json={"contacts": [{"full_name": "ü" * 300}]}).text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert vobject.readOne(text).fn.value == "ü" * 300


def test_a_line_end_in_a_value_begins_no_property(client: httpx.Client) -> None:
    contact = {
        "full_name": "x\r\nEMAIL:evil@example.org",
        "urls": [{"value": "http://a\r\nNOTE:x", "kinds": ["a:b\n"]}],
    }
    text = client.post("/api/v1/data/contacts/create", json={"contacts": [contact]}).text
    assert [line.partition(":")[0] for line in text.split("\r\n") if line[:1] != " "] == [
        "BEGIN", "VERSION", "FN", "N", "URL;TYPE=ab", "END", "",
    ]  # fmt: skip
    assert client.post("/api/v1/data/contacts/create", json={"contacts": []}).status_code == 422
