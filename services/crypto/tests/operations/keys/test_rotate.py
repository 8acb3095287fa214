from typing import Any


def test_what_was_encrypted_before_still_opens(client: Any, name: Any, fails: Any) -> None:
    before = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()
    assert client.post(f"/keys/{name}/rotate", json={}).json()["latest_version"] == 2
    after = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()
    assert (before["version"], after["version"]) == (1, 2)
    for made, latest in ((before, False), (after, True)):
        opened = client.post(f"/keys/{name}/decrypt", json={"ciphertext": made["ciphertext"]}).json()
        assert (opened["text"], opened["latest"]) == ("hello", latest)
    fails(client.post("/keys/nobody/rotate", json={}), 404, "KEY_NOT_FOUND")
