from typing import Any

import pytest


@pytest.mark.parametrize("key_type", ["ed25519", "hmac-sha256", "ec-p256"])
def test_older_versions_count_until_they_do_not(client: Any, make: Any, fails: Any, key_type: Any) -> None:
    name = make(type=key_type)
    signature = client.post(f"/keys/{name}/sign", json={"text": "hello"}).json()["signature"]
    client.post(f"/keys/{name}/rotate", json={})
    request = {"text": "hello", "signature": signature}
    assert client.post(f"/keys/{name}/verify", json=request).json() == {"valid": True, "version": 1}
    second = client.post(f"/keys/{name}/verify", json=request | {"version": 2}).json()
    assert second == {"valid": False, "version": None}
    assert client.post(f"/keys/{name}/verify", json=request | {"text": "hallo"}).json()["valid"] is False
    client.patch(f"/keys/{name}", json={"min_version": 2})
    assert client.post(f"/keys/{name}/verify", json=request).json() == {"valid": False, "version": None}
    fails(client.post(f"/keys/{name}/verify", json=request | {"version": 1}), 422, "KEY_VERSION_UNKNOWN")


def test_refusals(client: Any, name: Any, make: Any, fails: Any) -> None:
    request = {"text": "hello", "signature": "AAAA"}
    fails(client.post(f"/keys/{name}/verify", json=request), 422, "KEY_PURPOSE_WRONG")
    curve = make(type="ec-p256")
    fails(client.post(f"/keys/{curve}/verify", json=request | {"signature": "!"}), 422, "TEXT_UNDECODABLE")
    wrong = request | {"signature_format": "p1363"}
    fails(client.post(f"/keys/{curve}/verify", json=wrong), 422, "SIGNATURE_UNDECODABLE")
