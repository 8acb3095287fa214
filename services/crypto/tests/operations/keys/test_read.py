from typing import Any


def test_a_key_is_described_without_its_secrets(client: Any, name: Any, fails: Any) -> None:
    shown = client.get(f"/keys/{name}").json()
    assert set(shown) == {"name", "latest_version", "min_version", "enabled", "created_at", "rotated_at"}
    fails(client.get("/keys/nobody"), 404, "KEY_NOT_FOUND")
