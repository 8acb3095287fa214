"""A named key belongs to the consumer whom the gateway names."""

import httpx
import pytest

from servicekit.testing import serve_process

GATEWAY = "a secret shared with the gateway, long enough"


def test_consumers_do_not_see_each_others_keys(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("owners")
    environment = {
        "FLOWFORGE_STORE_URL": f"sqlite://{folder}/store.sqlite",
        "FLOWFORGE_CRYPTO_MASTER_KEY": "ab" * 32,
        "FLOWFORGE_GATEWAY_SECRET": GATEWAY,
    }
    with serve_process("flowforge_crypto.app:app", folder, environment=environment) as server:
        alice, bob = (
            httpx.Client(
                base_url=f"{server.url}/api/v1/crypto",
                headers={"X-Gateway-Secret": GATEWAY, "X-User-ID": user},
                timeout=30,
            )
            for user in ("alice", "bob")
        )
        with alice, bob:
            assert alice.post("/keys", json={"name": "k"}).status_code == 200
            made = alice.post("/keys/k/encrypt", json={"text": "hello"}).json()["ciphertext"]
            assert bob.get("/keys").json()["names"] == []
            assert bob.post("/keys/k/decrypt", json={"ciphertext": made}).status_code == 404
            assert bob.post("/keys", json={"name": "k"}).status_code == 200
            refused = bob.post("/keys/k/decrypt", json={"ciphertext": made})
            assert refused.json()["error"]["code"] == "KEY_CIPHERTEXT_REFUSED"
            assert alice.post("/keys/k/decrypt", json={"ciphertext": made}).json()["text"] == "hello"
