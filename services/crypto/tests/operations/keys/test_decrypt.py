from typing import Any


def test_binary_and_associated_data(client: Any, name: Any, fails: Any) -> None:
    body = {"text": "ff", "encoding": "hex", "associated_data": "row 7"}
    made = client.post(f"/keys/{name}/encrypt", json=body).json()["ciphertext"]
    request = {"ciphertext": made, "associated_data": "row 7"}
    assert client.post(f"/keys/{name}/decrypt", json=request | {"output": "hex"}).json()["text"] == "ff"
    fails(client.post(f"/keys/{name}/decrypt", json=request), 422, "OUTPUT_NOT_TEXT")
    fails(client.post(f"/keys/{name}/decrypt", json={"ciphertext": made}), 422, "KEY_CIPHERTEXT_REFUSED")
    fails(client.post(f"/keys/{name}/decrypt", json={"ciphertext": "hello"}), 422, "KEY_CIPHERTEXT_INVALID")
    other = made.replace("ffk1:1:", "ffk1:9:")
    fails(client.post(f"/keys/{name}/decrypt", json={"ciphertext": other}), 422, "KEY_VERSION_UNKNOWN")
    fails(client.post("/keys/nobody/decrypt", json={"ciphertext": made}), 404, "KEY_NOT_FOUND")
