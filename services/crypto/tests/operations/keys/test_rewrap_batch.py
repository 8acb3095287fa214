from typing import Any


def test_old_ones_are_changed_and_new_ones_stay(client: Any, name: Any, fails: Any) -> None:
    old = client.post(f"/keys/{name}/encrypt", json={"text": "old"}).json()["ciphertext"]
    client.post(f"/keys/{name}/rotate", json={})
    new = client.post(f"/keys/{name}/encrypt", json={"text": "new"}).json()["ciphertext"]
    items = [{"ciphertext": one} for one in (old, new, "hello")]
    answer = client.post(f"/keys/{name}/rewrap-batch", json={"items": items}).json()
    first, second, third = answer["results"]
    assert (first["result"]["version"], first["result"]["changed"]) == (2, True)
    assert second["result"] == {"ciphertext": new, "version": 2, "changed": False}
    assert (third["ok"], third["error"]["code"], answer["failed"]) == (False, "KEY_CIPHERTEXT_INVALID", 1)
    request = {"ciphertext": first["result"]["ciphertext"]}
    assert client.post(f"/keys/{name}/decrypt", json=request).json()["text"] == "old"
    fails(client.post("/keys/nobody/rewrap-batch", json={"items": items}), 404, "KEY_NOT_FOUND")
