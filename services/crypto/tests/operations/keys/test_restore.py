from typing import Any


def test_a_deleted_key_comes_back(client: Any, make: Any, fails: Any) -> None:
    name = make(exportable=True, derived=True)
    client.post(f"/keys/{name}/rotate", json={})
    text = {"text": "hello", "context": "acme"}
    sealed = client.post(f"/keys/{name}/encrypt", json=text).json()["ciphertext"]
    backup = client.post(f"/keys/{name}/backup", json={"key": "cd" * 32}).json()["backup"]
    request = {"name": name, "backup": backup, "key": "cd" * 32}
    fails(client.post("/keys/restore", json=request), 409, "KEY_EXISTS")
    client.patch(f"/keys/{name}", json={"enabled": False})
    assert client.delete(f"/keys/{name}").status_code == 200
    restored = client.post("/keys/restore", json=request).json()
    assert (restored["latest_version"], restored["derived"], restored["enabled"]) == (2, True, True)
    opened = client.post(f"/keys/{name}/decrypt", json={"ciphertext": sealed, "context": "acme"}).json()
    assert opened["text"] == "hello"


def test_what_is_not_restored(client: Any, make: Any, fails: Any) -> None:
    name = make(exportable=True)
    backup = client.post(f"/keys/{name}/backup", json={"key": "cd" * 32}).json()["backup"]
    request = {"name": "again", "backup": backup, "key": "ef" * 32}
    fails(client.post("/keys/restore", json=request), 422, "KEY_WRONG")
    fails(client.post("/keys/restore", json=request | {"backup": "AAAA"}), 422, "ENVELOPE_UNKNOWN")
    other = client.post("/encrypt", json={"text": "{}", "key": "ef" * 32}).json()["ciphertext"]
    fails(client.post("/keys/restore", json=request | {"backup": other}), 422, "KEY_BACKUP_INVALID")
    changed = backup[:-8] + ("AAAA" if backup[-8:-4] != "AAAA" else "BBBB") + backup[-4:]
    fails(
        client.post("/keys/restore", json=request | {"backup": changed, "key": "cd" * 32}),
        422,
        "CIPHERTEXT_TAMPERED",
    )
