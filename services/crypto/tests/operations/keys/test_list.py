from typing import Any


def test_names_in_pages(client: Any, name: Any, fails: Any) -> None:
    assert name in client.get("/keys").json()["names"]
    assert client.get("/keys", params={"limit": 1}).json()["names"] == client.get("/keys").json()["names"][:1]
    assert name not in client.get("/keys", params={"after": name}).json()["names"]
    fails(client.get("/keys", params={"limit": 0}), 422, "VALIDATION_ERROR")


def test_without_a_master_key(bare: Any, fails: Any) -> None:
    fails(bare.get("/keys"), 503, "NAMED_KEYS_NOT_CONFIGURED")
