from typing import Any


def test_only_what_is_old_is_changed(client: Any, name: Any, fails: Any) -> None:
    made = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()["ciphertext"]
    same = client.post(f"/keys/{name}/rewrap", json={"ciphertext": made}).json()
    assert same == {"ciphertext": made, "version": 1, "changed": False}
    client.post(f"/keys/{name}/rotate", json={})
    anew = client.post(f"/keys/{name}/rewrap", json={"ciphertext": made}).json()
    assert (anew["version"], anew["changed"]) == (2, True)
    opened = client.post(f"/keys/{name}/decrypt", json={"ciphertext": anew["ciphertext"]}).json()
    assert (opened["text"], opened["latest"]) == ("hello", True)
    fails(client.post(f"/keys/{name}/rewrap", json={"ciphertext": "x"}), 422, "KEY_CIPHERTEXT_INVALID")
