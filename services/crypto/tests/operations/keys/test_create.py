from typing import Any


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
