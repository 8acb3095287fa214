import hashlib
import json
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519

from flowforge_crypto.core.encryption.hybrid import HpkeTerms, HybridUndecryptable, decrypt_with, encrypt_to
from flowforge_crypto.core.keys.types import UnsuitableKey, generate
from flowforge_crypto.core.keys.writing import write_key

FOLDER = resources.files("cryptography_vectors").joinpath("HPKE")
KDFS = {1: "hkdf-sha256", 2: "hkdf-sha384", 3: "hkdf-sha512"}
CIPHERS = {1: "aes-128-gcm", 2: "aes-256-gcm", 3: "chacha20-poly1305"}
CURVES: dict[int, Any] = {16: ec.SECP256R1(), 17: ec.SECP384R1(), 18: ec.SECP521R1()}
X_WING = 0x647A


def vectors(name: str) -> list[Any]:
    """Return the vectors in base mode of the suites that are offered."""
    listed = json.loads(FOLDER.joinpath(name).read_text())
    offered = (*CURVES, 32, 65, 66, X_WING)
    return [
        pytest.param(one, id=f"{one['kem_id']}-{one['kdf_id']}-{one['aead_id']}")
        for one in listed
        if one["mode"] == 0
        and one["kem_id"] in offered
        and one["kdf_id"] in KDFS
        and one["aead_id"] in CIPHERS
    ]


def keys_of(vector: Any) -> tuple[str, str | None]:
    """Return the receiver's private key, and the one beside it."""
    raw, kem = bytes.fromhex(vector["skRm"]), vector["kem_id"]
    if kem in CURVES:
        return write_key(ec.derive_private_key(int.from_bytes(raw, "big"), CURVES[kem]), "pem"), None
    if kem == 32:
        return write_key(x25519.X25519PrivateKey.from_private_bytes(raw), "pem"), None
    if kem in (65, 66):
        of_size: Any = mlkem.MLKEM768PrivateKey if kem == 65 else mlkem.MLKEM1024PrivateKey
        return write_key(of_size.from_seed_bytes(raw), "pem"), None
    expanded = hashlib.shake_256(raw).digest(96)  # draft-connolly-cfrg-xwing-kem, expandDecapsulationKey
    first = write_key(x25519.X25519PrivateKey.from_private_bytes(expanded[64:]), "pem")
    return first, write_key(mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), "pem")


@pytest.mark.parametrize("vector", vectors("test-vectors.json") + vectors("hpke-pq-test-vectors.json"))
def test_published_vectors(vector: Any) -> None:
    """RFC 9180's vectors, and draft-ietf-hpke-pq's for ML-KEM and X-Wing; message 0 is the single-shot."""
    private, second = keys_of(vector)
    first = vector["encryptions"][0]
    terms = HpkeTerms(
        CIPHERS[vector["aead_id"]],  # type: ignore[arg-type]  # one of the offered
        KDFS[vector["kdf_id"]],  # type: ignore[arg-type]  # one of the offered
        bytes.fromhex(vector["info"]),
        bytes.fromhex(first["aad"]),
    )
    sealed = bytes.fromhex(vector["enc"] + first["ct"])
    assert decrypt_with(private, second, terms, sealed) == bytes.fromhex(first["pt"])
    with pytest.raises(HybridUndecryptable):
        decrypt_with(private, second, replace(terms, associated_data=b"other"), sealed)


def pair(key_type: Any) -> Any:
    key = generate(key_type)
    return write_key(key, "pem"), write_key(key.public_key(), "pem")


@pytest.mark.parametrize("key_type", ["x25519", "ec-p256", "ec-p384", "ec-p521", "ml-kem-768", "ml-kem-1024"])
@pytest.mark.parametrize("cipher", ["aes-256-gcm", "chacha20-poly1305"])
def test_each_key_type(key_type: Any, cipher: Any) -> None:
    private, public = pair(key_type)
    made = encrypt_to(public, None, HpkeTerms(cipher, info=b"info"), b"hello")
    sealed = made.sealed
    assert made.key_encapsulation == key_type
    assert decrypt_with(private, None, HpkeTerms(cipher, info=b"info"), sealed) == b"hello"
    other_cipher = "chacha20-poly1305" if cipher == "aes-256-gcm" else "aes-256-gcm"
    for key, chosen, info, data in (
        (pair(key_type)[0], cipher, b"info", sealed),
        (private, other_cipher, b"info", sealed),
        (private, cipher, b"other", sealed),
        (private, cipher, b"info", sealed[:-1]),
        (private, cipher, b"info", b"short"),
        (private, cipher, b"info", b""),
    ):
        with pytest.raises(HybridUndecryptable):
            decrypt_with(key, None, HpkeTerms(chosen, info=info), data)


def test_two_keys_are_both_needed() -> None:
    private, public = pair("x25519")
    post_private, post_public = pair("ml-kem-768")
    made = encrypt_to(public, post_public, HpkeTerms(), b"hello")
    sealed = made.sealed
    assert made.key_encapsulation == "ml-kem-768+x25519"
    assert decrypt_with(private, post_private, HpkeTerms(), sealed) == b"hello"
    for first, second in (
        (private, pair("ml-kem-768")[0]),
        (pair("x25519")[0], post_private),
        (private, None),
    ):
        with pytest.raises(HybridUndecryptable):
            decrypt_with(first, second, HpkeTerms(), sealed)


@pytest.mark.parametrize(
    ("first", "second"),
    [("ed25519", None), ("rsa-2048", None), ("ec-p256", "ml-kem-768"), ("x25519", "ml-kem-1024")],
)
def test_unsuitable_keys(first: Any, second: Any) -> None:
    with pytest.raises(UnsuitableKey):
        encrypt_to(pair(first)[1], pair(second)[1] if second else None, HpkeTerms(), b"")


def test_where_the_encapsulated_key_ends() -> None:
    """RFC 9180, table 2, and FIPS 203, table 3: sizes of 'enc'."""
    sizes = {"x25519": 32, "ec-p256": 65, "ec-p384": 97, "ec-p521": 133, "ml-kem-768": 1088}
    for key_type, size in sizes.items():
        made = encrypt_to(pair(key_type)[1], None, HpkeTerms(), b"hello")
        assert (made.encapsulated_bytes, len(made.sealed)) == (size, size + 5 + 16)
