import base64
from typing import Any


def test_the_clear_and_the_wrapped_key_are_one(client: Any, name: Any) -> None:
    made = client.post(f"/keys/{name}/data-key", json={"associated_data": "disk 1"}).json()
    assert len(base64.b64decode(made["key"])) == 32
    request = {"ciphertext": made["ciphertext"], "associated_data": "disk 1", "output": "base64"}
    assert client.post(f"/keys/{name}/decrypt", json=request).json()["text"] == made["key"]


def test_the_wrapped_key_alone(client: Any, name: Any) -> None:
    assert client.post(f"/keys/{name}/data-key", json={"plaintext": False}).json()["key"] is None
