import httpx
from faker import Faker

TEXT = "Write to ada@example.org or call +44 20 7946 0958; ada@example.org is read daily."


def test_placeholders_and_their_map(client: httpx.Client) -> None:
    told = client.post("/pii/mask", json={"text": TEXT}).json()
    assert told["text"] == "Write to [EMAIL_1] or call [PHONE_1]; [EMAIL_1] is read daily."
    assert told["map"] == {"[EMAIL_1]": "ada@example.org", "[PHONE_1]": "+44 20 7946 0958"}
    assert told["counts"] == {"email": 2, "phone": 1}


def test_a_letter_of_faker_comes_back_whole(client: httpx.Client) -> None:
    faker = Faker("de_DE")
    faker.seed_instance(3)
    letter = "\n".join(f"{faker.name()}, {faker.email()}, {faker.iban()}: {faker.text()}" for _ in range(50))
    masked = client.post("/pii/mask", json={"text": letter, "regions": ["DE"]}).json()
    assert not any(value in masked["text"] for value in masked["map"].values())
    assert len(masked["map"]) >= 100
    restored = client.post("/pii/restore", json={"text": masked["text"], "map": masked["map"]}).json()
    assert restored["text"] == letter


def test_a_map_with_something_else_is_refused(client: httpx.Client) -> None:
    request = {"text": TEXT, "known": {"EMAIL": "ada@example.org"}}
    assert client.post("/pii/mask", json=request).status_code == 422
