from typing import Any

from flowforge_crypto.core.certificates.example import KEY


def test_a_new_key(client: Any, fails: Any) -> None:
    made = client.post("/keys", json={"name": "new-key"}).json()
    assert (made["name"], made["latest_version"], made["min_version"], made["enabled"]) == (
        "new-key",
        1,
        1,
        True,
    )
    fails(client.post("/keys", json={"name": "new-key"}), 409, "KEY_EXISTS")
    fails(client.post("/keys", json={"name": "a/b"}), 422, "VALIDATION_ERROR")


def test_without_a_master_key(bare: Any, fails: Any) -> None:
    fails(bare.post("/keys", json={"name": "k"}), 503, "NAMED_KEYS_NOT_CONFIGURED")


def test_options(client: Any, fails: Any) -> None:
    body = {"name": "tenant-key", "derived": True, "convergent": True, "exportable": True}
    made = client.post("/keys", json=body).json()
    assert {name: made[name] for name in body} == body
    assert made["versions"][0]["public_key"] is None
    refused = client.post("/keys", json={"name": "x", "type": "ed25519", "derived": True})
    fails(refused, 422, "KEY_OPTIONS_UNSUITABLE")
    fails(client.post("/keys", json={"name": "x", "type": "rot13"}), 422, "VALIDATION_ERROR")


def test_a_secret_of_your_own(client: Any, fails: Any) -> None:
    """The private key and its public key are those of RFC 8410, sections 10.3 and 10.1."""
    made = client.post("/keys", json={"name": "brought", "type": "ed25519", "secret": KEY}).json()
    assert "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=" in made["versions"][0]["public_key"]
    assert KEY.split("\n")[1] not in client.get("/keys/brought").text
    fails(
        client.post("/keys", json={"name": "x", "type": "ec-p256", "secret": KEY}), 422, "KEY_TYPE_UNSUITABLE"
    )
    fails(client.post("/keys", json={"name": "x", "secret": "short"}), 422, "KEY_INVALID")
