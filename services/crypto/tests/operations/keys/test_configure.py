from typing import Any


def test_a_disabled_key_does_nothing(client: Any, name: Any, fails: Any) -> None:
    made = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()["ciphertext"]
    assert client.patch(f"/keys/{name}", json={"enabled": False}).json()["enabled"] is False
    fails(client.post(f"/keys/{name}/encrypt", json={"text": "x"}), 403, "KEY_DISABLED")
    fails(client.post(f"/keys/{name}/decrypt", json={"ciphertext": made}), 403, "KEY_DISABLED")
    fails(client.post(f"/keys/{name}/data-key", json={}), 403, "KEY_DISABLED")
    client.patch(f"/keys/{name}", json={"enabled": True})
    assert client.post(f"/keys/{name}/decrypt", json={"ciphertext": made}).json()["text"] == "hello"


def test_the_oldest_version_that_decrypts(client: Any, name: Any, fails: Any) -> None:
    made = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()["ciphertext"]
    client.post(f"/keys/{name}/rotate", json={})
    client.patch(f"/keys/{name}", json={"min_version": 2})
    fails(client.post(f"/keys/{name}/decrypt", json={"ciphertext": made}), 422, "KEY_VERSION_UNKNOWN")
    fails(client.patch(f"/keys/{name}", json={"min_version": 3}), 422, "KEY_VERSION_UNKNOWN")
    client.patch(f"/keys/{name}", json={"min_version": 1})
    assert client.post(f"/keys/{name}/decrypt", json={"ciphertext": made}).json()["text"] == "hello"
    fails(client.patch("/keys/nobody", json={}), 404, "KEY_NOT_FOUND")
