from typing import Any


def test_a_key_is_described_without_its_secrets(client: Any, name: Any, fails: Any) -> None:
    shown = client.get(f"/keys/{name}").json()
    assert set(shown) == {
        *("name", "type", "derived", "convergent", "exportable", "enabled", "versions"),
        *("latest_version", "min_version", "created_at", "rotated_at"),
    }
    assert [set(one) for one in shown["versions"]] == [{"version", "created_at", "public_key"}]
    fails(client.get("/keys/nobody"), 404, "KEY_NOT_FOUND")
