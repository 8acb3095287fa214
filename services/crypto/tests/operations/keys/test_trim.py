from typing import Any


def test_trimmed_versions_are_gone(client: Any, name: Any, fails: Any) -> None:
    old = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()["ciphertext"]
    client.post(f"/keys/{name}/rotate", json={})
    new = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()["ciphertext"]
    fails(client.post(f"/keys/{name}/trim", json={"first_version": 2}), 409, "KEY_VERSION_IN_USE")
    client.patch(f"/keys/{name}", json={"min_version": 2})
    trimmed = client.post(f"/keys/{name}/trim", json={"first_version": 2}).json()
    assert [one["version"] for one in trimmed["versions"]] == [2]
    fails(client.patch(f"/keys/{name}", json={"min_version": 1}), 422, "KEY_VERSION_UNKNOWN")
    fails(client.post(f"/keys/{name}/decrypt", json={"ciphertext": old}), 422, "KEY_VERSION_UNKNOWN")
    assert client.post(f"/keys/{name}/decrypt", json={"ciphertext": new}).json()["text"] == "hello"
    assert client.post(f"/keys/{name}/rotate", json={}).json()["latest_version"] == 3
    fails(client.post("/keys/nobody/trim", json={"first_version": 1}), 404, "KEY_NOT_FOUND")
