import json
from typing import Any

import pytest
from services.crypto.tests.core.keys.made_keys import key_of

from flowforge_crypto.core.encryption.oaep import (
    Oaep,
    RsaUndecryptable,
    TooLongForRsa,
    decrypt_oaep,
    decrypt_pkcs1,
    encrypt_oaep,
)
from flowforge_crypto.core.keys.jwk import write
from flowforge_crypto.core.keys.jwk_terms import KeyNotForUse
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key


@pytest.mark.parametrize(
    ("hash_name", "mgf_hash", "file"),
    [
        ("sha256", None, "sha256_mgf1sha256"),
        ("sha1", None, "sha1_mgf1sha1"),
        ("sha512", "sha512", "sha512_mgf1sha512"),
        ("sha256", "sha1", "sha256_mgf1sha1"),
    ],
)
def test_wycheproof(wycheproof: Any, hash_name: Any, mgf_hash: Any, file: Any) -> None:
    """Project Wycheproof: valid ciphertexts are decrypted, invalid ones refused."""
    counted = {"valid": 0, "invalid": 0}
    for group, test in wycheproof(f"Cipher/wycheproof/rsa_oaep_2048_{file}_test.json"):
        if test["result"] not in counted:
            continue
        key = group["privateKeyPem"]
        label, sealed = bytes.fromhex(test["label"]), bytes.fromhex(test["ct"])
        counted[test["result"]] += 1
        if test["result"] == "valid":
            assert decrypt_oaep(key, Oaep(hash_name, mgf_hash, label), sealed).hex() == test["msg"]
        else:
            with pytest.raises(RsaUndecryptable):
                decrypt_oaep(key, Oaep(hash_name, mgf_hash, label), sealed)
    assert counted["valid"] > 10
    assert counted["invalid"] > 5


def test_sizes_and_types() -> None:
    key = generate("rsa-2048")
    pem = write_key(key, "pem")
    assert decrypt_oaep(pem, Oaep(), encrypt_oaep(pem, Oaep(), b"x" * 190)) == b"x" * 190
    with pytest.raises(TooLongForRsa, match="has 191 bytes; this key takes 190"):
        encrypt_oaep(pem, Oaep(), b"x" * 191)
    other = write_key(generate("ed25519"), "pem")
    with pytest.raises(UnsuitableKey):
        encrypt_oaep(other, Oaep(), b"")
    with pytest.raises(UnsuitableKey):
        decrypt_oaep(other, Oaep(), b"")


def test_pkcs1_wycheproof(wycheproof: Any) -> None:
    """Project Wycheproof: invalid ciphertexts give random bytes, never the text (implicit rejection)."""
    counted = {"valid": 0, "invalid": 0}
    for group, test in wycheproof("Cipher/wycheproof/rsa_pkcs1_2048_test.json"):
        if test["result"] not in counted:
            continue
        counted[test["result"]] += 1
        try:
            opened = decrypt_pkcs1(group["privateKeyPem"], bytes.fromhex(test["ct"])).hex()
        except RsaUndecryptable:
            opened = None
        if test["result"] == "valid":
            assert opened == test["msg"]
        elif test["msg"]:
            assert opened != test["msg"]
    assert counted["valid"] > 10
    assert counted["invalid"] > 5


@pytest.mark.parametrize(
    ("alg", "oaep", "fits"),
    [
        ("RSA-OAEP-256", Oaep(), True),
        ("RSA-OAEP", Oaep("sha1"), True),
        ("RSA-OAEP", Oaep(), False),
        ("RSA-OAEP-256", Oaep(mgf_hash="sha1"), False),
        ("RS256", Oaep(), False),
    ],
)
def test_the_algorithm_of_a_jwk(alg: Any, oaep: Any, fits: Any) -> None:
    """RFC 7518, section 4.1."""
    text = json.dumps(write(key_of("rsa-2048")) | {"alg": alg})
    if fits:
        assert decrypt_oaep(text, oaep, encrypt_oaep(text, oaep, b"x")) == b"x"
    else:
        with pytest.raises(KeyNotForUse, match=alg):
            encrypt_oaep(text, oaep, b"x")
        with pytest.raises(KeyNotForUse, match=alg):
            decrypt_oaep(text, oaep, b"x" * 256)
