from typing import Any

import pytest

from flowforge_crypto.core.encryption.oaep import RsaUndecryptable, TooLongForRsa, decrypt_oaep, encrypt_oaep
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key


@pytest.mark.parametrize(
    ("hash_name", "file"),
    [("sha256", "sha256_mgf1sha256"), ("sha1", "sha1_mgf1sha1"), ("sha512", "sha512_mgf1sha512")],
)
def test_wycheproof(wycheproof: Any, hash_name: Any, file: Any) -> None:
    """Project Wycheproof: valid ciphertexts are decrypted, invalid ones refused."""
    counted = {"valid": 0, "invalid": 0}
    for group, test in wycheproof(f"Cipher/wycheproof/rsa_oaep_2048_{file}_test.json"):
        if test["result"] not in counted:
            continue
        key = group["privateKeyPem"]
        label, sealed = bytes.fromhex(test["label"]), bytes.fromhex(test["ct"])
        counted[test["result"]] += 1
        if test["result"] == "valid":
            assert decrypt_oaep(key, hash_name, label, sealed).hex() == test["msg"]
        else:
            with pytest.raises(RsaUndecryptable):
                decrypt_oaep(key, hash_name, label, sealed)
    assert counted["valid"] > 10
    assert counted["invalid"] > 5


def test_sizes_and_types() -> None:
    key = generate("rsa-2048")
    pem = write_key(key, "pem")
    assert decrypt_oaep(pem, "sha256", b"", encrypt_oaep(pem, "sha256", b"", b"x" * 190)) == b"x" * 190
    with pytest.raises(TooLongForRsa, match="has 191 bytes: this key takes 190"):
        encrypt_oaep(pem, "sha256", b"", b"x" * 191)
    other = write_key(generate("ed25519"), "pem")
    with pytest.raises(UnsuitableKey):
        encrypt_oaep(other, "sha256", b"", b"")
    with pytest.raises(UnsuitableKey):
        decrypt_oaep(other, "sha256", b"", b"")
