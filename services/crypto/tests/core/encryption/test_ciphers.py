from typing import Any

import pytest

from flowforge_crypto.core.encryption.ciphers import (
    CIPHERS,
    KEY_BYTES_OF,
    NONCE_BYTES,
    NotAuthentic,
    seal,
    unseal,
)

WYCHEPROOF = {
    "aes-256-gcm": "Cipher/wycheproof/aes_gcm_test.json",
    "aes-192-gcm": "Cipher/wycheproof/aes_gcm_test.json",
    "aes-128-gcm": "Cipher/wycheproof/aes_gcm_test.json",
    "chacha20-poly1305": "Cipher/wycheproof/chacha20_poly1305_test.json",
    "xchacha20-poly1305": "Cipher/wycheproof/xchacha20_poly1305_test.json",
}


@pytest.mark.parametrize("cipher", WYCHEPROOF)
def test_wycheproof(wycheproof: Any, cipher: Any) -> None:
    """Project Wycheproof, valid and invalid cases of our key and nonce sizes."""
    counted = {"valid": 0, "invalid": 0}
    for group, test in wycheproof(WYCHEPROOF[cipher]):
        fits = (
            64 <= group["ivSize"] <= 1024 if "gcm" in cipher else group["ivSize"] == 8 * NONCE_BYTES[cipher]
        )
        if group["keySize"] != 8 * KEY_BYTES_OF[cipher] or not fits:
            continue
        key, nonce, aad, message = (bytes.fromhex(test[name]) for name in ("key", "iv", "aad", "msg"))
        sealed = bytes.fromhex(test["ct"] + test["tag"])
        counted[test["result"]] += 1
        if test["result"] == "valid":
            assert seal(cipher, key, nonce, message, aad) == sealed
            assert unseal(cipher, key, nonce, sealed, aad) == message
        else:
            with pytest.raises(NotAuthentic):
                unseal(cipher, key, nonce, sealed, aad)
    assert counted["valid"] > 30
    assert counted["invalid"] > 10


def test_gcm_siv_vectors(nist: Any) -> None:
    """RFC 8452, appendix C.2, as OpenSSL and the cryptography project keep them."""
    tests = [test for test in nist("ciphers/AES/GCM-SIV/openssl.txt") if len(test["key"]) == 64]
    assert len(tests) > 15
    for test in tests:
        key, nonce, aad, message = (
            bytes.fromhex(test.get(name, "")) for name in ("key", "iv", "aad", "plaintext")
        )
        sealed = bytes.fromhex(test.get("ciphertext", "") + test["tag"])
        assert seal("aes-256-gcm-siv", key, nonce, message, aad) == sealed
        assert unseal("aes-256-gcm-siv", key, nonce, sealed, aad) == message


@pytest.mark.parametrize("cipher", CIPHERS)
def test_any_changed_bit_is_found(cipher: Any) -> None:
    key, nonce = bytes(32), bytes(NONCE_BYTES[cipher])
    sealed = seal(cipher, key, nonce, b"plaintext", b"context")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(NotAuthentic):
            unseal(cipher, key, nonce, bytes(changed), b"context")
    for shorter in (b"", sealed[:5], sealed[:-1]):
        with pytest.raises(NotAuthentic):
            unseal(cipher, key, nonce, shorter, b"context")
