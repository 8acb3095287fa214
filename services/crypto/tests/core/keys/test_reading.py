import base64
import json
from importlib import resources
from typing import Any

import pytest
from services.crypto.tests.core.keys.made_keys import key_of

from flowforge_crypto.core.keys.reading import (
    EncryptedKey,
    PrivateKeyNeeded,
    UnreadableKey,
    WrongKeyPassphrase,
    read_key_text,
    read_private,
    read_public,
)
from flowforge_crypto.core.keys.types import KEY_TYPES, generate, is_private, type_of
from flowforge_crypto.core.keys.writing import write_key

VECTORS = resources.files("cryptography_vectors").joinpath("asymmetric")


@pytest.mark.parametrize(
    ("path", "passphrase", "expected"),
    [
        # Files of OpenSSL and OpenSSH, as the cryptography project keeps them with their passphrases.
        ("PEM_Serialization/rsa_private_key.pem", "123456", "rsa-2048"),
        ("PEM_Serialization/rsa_public_key.pem", None, "rsa-2048"),
        ("PEM_Serialization/ec_private_key.pem", None, "ec-p256"),
        ("PEM_Serialization/ec_private_key_encrypted.pem", "123456", "ec-p256"),
        ("PKCS8/unenc-rsa-pkcs8.pem", None, "rsa-1024"),
        ("PKCS8/enc-rsa-pkcs8.pem", "foobar", "rsa-1024"),
        ("PKCS8/ed25519-scrypt.pem", "hunter42", "ed25519"),
        ("Ed25519/ed25519-pkcs8.pem", None, "ed25519"),
        ("OpenSSH/ed25519-nopsw.key", None, "ed25519"),
        ("OpenSSH/ed25519-psw.key", "password", "ed25519"),
        ("OpenSSH/ecdsa-nopsw.key.pub", None, "ec-p256"),
        ("OpenSSH/rsa-nopsw.key", None, "rsa-2048"),
        ("MLKEM/mlkem768.pem", None, "ml-kem-768"),
    ],
)
def test_keys_that_others_made(path: Any, passphrase: Any, expected: Any) -> None:
    text = VECTORS.joinpath(path).read_text()
    assert type_of(read_key_text(text, "key", passphrase, check_primes=True)) == expected
    if passphrase:
        with pytest.raises(EncryptedKey, match="give it as 'passphrase'"):
            read_key_text(text, "key", check_primes=True)
        with pytest.raises((WrongKeyPassphrase, UnreadableKey)):
            read_key_text(text, "key", "wrong", check_primes=True)


def test_a_passphrase_where_none_is_needed_does_no_harm() -> None:
    text = VECTORS.joinpath("OpenSSH/ed25519-nopsw.key").read_text()
    assert type_of(read_key_text(text, "key", "superfluous")) == "ed25519"


def test_der_and_jwk() -> None:
    der = VECTORS.joinpath("Ed25519/ed25519-pub.der").read_bytes()
    assert type_of(read_public(base64.b64encode(der).decode(), None)) == "ed25519"
    der = VECTORS.joinpath("MLDSA/mldsa44_priv.der").read_bytes()
    assert type_of(read_private(base64.b64encode(der).decode(), None)) == "ml-dsa-44"


@pytest.mark.parametrize(
    "path", sorted(p.name for p in VECTORS.joinpath("PKCS8").iterdir() if "bad" in p.name)
)
def test_damaged_files_are_unreadable(path: Any) -> None:
    text = VECTORS.joinpath("PKCS8", path).read_bytes().decode("latin-1")
    with pytest.raises((UnreadableKey, EncryptedKey)):
        read_key_text(text, "key", "password", check_primes=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{",
        "{}",
        '{"kty": "oct", "k": "c2VjcmV0"}',
        '{"kty": "OKP", "crv": "Ed25519", "x": "AA"}',
        json.dumps(
            {"kty": "RSA", "e": "AQAB", **dict.fromkeys(("n", "d", "p", "q", "dp", "dq", "qi"), "AQ")}
        ),
        '{"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"}',
        '{"kty": "AKP"}',
        '{"a":' * 5000,
        "-----BEGIN",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "ssh-ed25519 AAAA",
        "A" * 70_000,
        "\ud800",
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(text: Any) -> None:
    with pytest.raises(UnreadableKey, match="'signing_key' is not a readable key") as caught:
        read_key_text(text, "signing_key")
    assert len(caught.value.text) < 200


def test_an_encrypted_key_is_to_be_converted_first() -> None:
    text = VECTORS.joinpath("OpenSSH/ed25519-psw.key").read_text()
    with pytest.raises(EncryptedKey, match="send it through key/convert first"):
        read_private(text, None)


def test_a_public_key_where_a_private_one_is_needed() -> None:
    with pytest.raises(PrivateKeyNeeded, match="'key' is a public key"):
        read_private(VECTORS.joinpath("OpenSSH/rsa-nopsw.key.pub").read_text(), None)


def test_an_rsa_key_whose_numbers_do_not_belong_together() -> None:
    document = json.loads(write_key(generate("rsa-2048"), "jwk"))
    for name in ("d", "p", "dp", "dq", "qi"):
        changed = document | {name: document[name][:-4] + "AAAA"}
        with pytest.raises(UnreadableKey):
            read_key_text(json.dumps(changed), "key")


@pytest.mark.parametrize("key_type", KEY_TYPES)
def test_every_type_is_read_as_it_was_written(key_type: Any) -> None:
    key = key_of(key_type)
    for written in ("pem", "der"):
        again = read_key_text(write_key(key, written), "key")
        assert (type_of(again), is_private(again)) == (key_type, True)
        assert again.public_key() == key.public_key()
        assert read_public(write_key(key.public_key(), written), None) == key.public_key()
