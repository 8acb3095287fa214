"""A named key belongs to the consumer whom the gateway names."""

import httpx


def test_consumers_do_not_see_each_others_keys(client: httpx.Client, name: str) -> None:
    bob = {"X-User-ID": "bob"}
    made = client.post(f"/keys/{name}/encrypt", json={"text": "hello"}).json()["ciphertext"]
    assert client.get("/keys", headers=bob).json()["names"] == []
    path = f"/keys/{name}/decrypt"
    assert client.post(path, json={"ciphertext": made}, headers=bob).status_code == 404
    assert client.post("/keys", json={"name": name}, headers=bob).status_code == 200
    refused = client.post(path, json={"ciphertext": made}, headers=bob)
    assert refused.json()["error"]["code"] == "KEY_CIPHERTEXT_REFUSED"
    assert client.post(path, json={"ciphertext": made}).json()["text"] == "hello"
