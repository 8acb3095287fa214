import base64
from typing import Any

from flowforge_crypto.operations.verify import VerifyForm, verify_signature


def test_only_exportable_keys_leave(client: Any, name: Any, make: Any, fails: Any) -> None:
    fails(client.post(f"/keys/{name}/export", json={}), 403, "KEY_NOT_EXPORTABLE")
    portable = make(exportable=True)
    client.post(f"/keys/{portable}/rotate", json={})
    shown = client.post(f"/keys/{portable}/export", json={}).json()
    assert [one["version"] for one in shown["versions"]] == [1, 2]
    assert all(len(base64.b64decode(one["key"])) == 32 for one in shown["versions"])
    second = client.post(f"/keys/{portable}/export", json={"version": 2}).json()
    assert second["versions"] == shown["versions"][1:]
    fails(client.post(f"/keys/{portable}/export", json={"version": 3}), 422, "KEY_VERSION_UNKNOWN")
    client.patch(f"/keys/{portable}", json={"enabled": False})
    fails(client.post(f"/keys/{portable}/export", json={}), 403, "KEY_DISABLED")


def test_an_exported_key_pair_signs_elsewhere(client: Any, make: Any) -> None:
    name = make(type="ed25519", exportable=True)
    pem = client.post(f"/keys/{name}/export", json={}).json()["versions"][0]["key"]
    signature = client.post("/sign", json={"key": pem, "text": "hello"}).json()["signature"]
    public = client.get(f"/keys/{name}").json()["versions"][0]["public_key"]
    assert verify_signature(VerifyForm(key=public, text="hello", signature=signature)).valid
    checked = client.post(f"/keys/{name}/verify", json={"text": "hello", "signature": signature}).json()
    assert checked == {"valid": True, "version": 1}
