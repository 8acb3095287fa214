from typing import Any


def test_only_a_disabled_key_is_deleted(client: Any, name: Any, fails: Any) -> None:
    fails(client.delete(f"/keys/{name}"), 409, "KEY_ENABLED")
    client.patch(f"/keys/{name}", json={"enabled": False})
    assert client.delete(f"/keys/{name}").json() == {"name": name, "deleted": True}
    fails(client.get(f"/keys/{name}"), 404, "KEY_NOT_FOUND")
    fails(client.delete(f"/keys/{name}"), 404, "KEY_NOT_FOUND")
