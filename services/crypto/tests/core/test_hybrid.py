from typing import Any

import pytest

from flowforge_crypto.core.hybrid import HybridUndecryptable, decrypt_with, encrypt_to
from flowforge_crypto.core.key_types import UnsuitableKey, generate
from flowforge_crypto.core.key_writing import write_key


def pair(key_type: Any) -> Any:
    key = generate(key_type)
    return write_key(key, "pem"), write_key(key.public_key(), "pem")


@pytest.mark.parametrize("key_type", ["x25519", "ec-p256", "ec-p384", "ec-p521", "ml-kem-768", "ml-kem-1024"])
@pytest.mark.parametrize("cipher", ["aes-256-gcm", "chacha20-poly1305"])
def test_each_key_type(key_type: Any, cipher: Any) -> None:
    private, public = pair(key_type)
    sealed, name = encrypt_to(public, None, cipher, b"info", b"hello")
    assert name == key_type
    assert decrypt_with(private, None, cipher, b"info", sealed) == b"hello"
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
            decrypt_with(key, None, chosen, info, data)


def test_two_keys_are_both_needed() -> None:
    private, public = pair("x25519")
    post_private, post_public = pair("ml-kem-768")
    sealed, name = encrypt_to(public, post_public, "aes-256-gcm", b"", b"hello")
    assert name == "ml-kem-768+x25519"
    assert decrypt_with(private, post_private, "aes-256-gcm", b"", sealed) == b"hello"
    for first, second in (
        (private, pair("ml-kem-768")[0]),
        (pair("x25519")[0], post_private),
        (private, None),
    ):
        with pytest.raises(HybridUndecryptable):
            decrypt_with(first, second, "aes-256-gcm", b"", sealed)


@pytest.mark.parametrize(
    ("first", "second"),
    [("ed25519", None), ("rsa-2048", None), ("ec-p256", "ml-kem-768"), ("x25519", "ml-kem-1024")],
)
def test_unsuitable_keys(first: Any, second: Any) -> None:
    with pytest.raises(UnsuitableKey):
        encrypt_to(pair(first)[1], pair(second)[1] if second else None, "aes-256-gcm", b"", b"")
