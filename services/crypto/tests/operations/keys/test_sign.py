import base64
import hmac
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("key_type", "algorithm"),
    [
        ("ed25519", "ed25519"),
        ("ec-p256", "ecdsa-sha256"),
        ("ec-p384", "ecdsa-sha384"),
        ("rsa-3072", "rsa-pss-sha256"),
        ("ml-dsa-65", "ml-dsa-65"),
    ],
)
def test_others_verify_with_the_public_key(client: Any, make: Any, key_type: Any, algorithm: Any) -> None:
    name = make(type=key_type)
    made = client.post(f"/keys/{name}/sign", json={"text": "hello"}).json()
    assert (made["algorithm"], made["version"]) == (algorithm, 1)
    public = client.get(f"/keys/{name}").json()["versions"][0]["public_key"]
    request = {"text": "hello", "signature": made["signature"], "key": public}
    assert client.post("/verify", json=request).json()["valid"] is True


def test_an_hmac_is_that_of_the_key(client: Any, make: Any) -> None:
    """Python's HMAC is the reference; RFC 4231's vectors, whose keys have other sizes, are under /hmac."""
    key = bytes(range(32))
    name = make(type="hmac-sha256", secret=key.hex())
    made = client.post(f"/keys/{name}/sign", files={"file": b"hello"}, data={"output": "hex"}).json()
    assert made["signature"] == hmac.digest(key, b"hello", "sha256").hex()
    long = make(type="hmac-sha512", secret=key.hex())
    answer = client.post(f"/keys/{long}/sign", json={"text": "hello"}).json()
    assert base64.b64decode(answer["signature"]) == hmac.digest(key, b"hello", "sha512")


def test_refusals(client: Any, name: Any, make: Any, fails: Any) -> None:
    fails(client.post(f"/keys/{name}/sign", json={"text": "hello"}), 422, "KEY_PURPOSE_WRONG")
    signing = make(type="ed25519")
    fails(client.post(f"/keys/{signing}/encrypt", json={"text": "hello"}), 422, "KEY_PURPOSE_WRONG")
    fails(client.post(f"/keys/{signing}/data-key", json={}), 422, "KEY_PURPOSE_WRONG")
    fails(client.post(f"/keys/{signing}/sign", json={"text": "a", "version": 2}), 422, "KEY_VERSION_UNKNOWN")
    client.patch(f"/keys/{signing}", json={"enabled": False})
    fails(client.post(f"/keys/{signing}/sign", json={"text": "hello"}), 403, "KEY_DISABLED")
