from importlib import resources
from typing import Any

import pytest
from services.crypto.tests.core.keys.made_keys import key_of

from flowforge_crypto.core.keys.reading import EncryptedKey, read_key_text
from flowforge_crypto.core.keys.types import KEY_TYPES, generate, public_of
from flowforge_crypto.core.keys.writing import FormatNotForKey, openssh_fingerprint, spki_sha256, write_key


@pytest.mark.parametrize("key_format", ["pem", "der", "openssh"])
def test_a_passphrase_encrypts(key_format: Any) -> None:
    key = generate("ed25519")
    text = write_key(key, key_format, "words")
    with pytest.raises(EncryptedKey):
        read_key_text(text, "key", check_primes=True)
    assert read_key_text(text, "key", "words", check_primes=True).public_key() == key.public_key()


def test_a_jwk_is_never_encrypted() -> None:
    with pytest.raises(FormatNotForKey, match="a JWK is never encrypted"):
        write_key(generate("ed25519"), "jwk", "words")


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("Traditional_OpenSSL_Serialization/key1.pem", ("RSA PRIVATE KEY", "RSA PUBLIC KEY")),
        ("PEM_Serialization/ec_private_key.pem", ("EC PRIVATE KEY", "PUBLIC KEY")),
    ],
)
def test_the_traditional_form(name: str, heads: tuple[str, str]) -> None:
    """OpenSSL's keys of old form, as the cryptography project keeps them."""
    text = resources.files("cryptography_vectors").joinpath("asymmetric", name).read_text()
    key = read_key_text(text, "key", "123456", check_primes=True)
    for one, head in zip((key, public_of(key)), heads, strict=True):
        written = write_key(one, "pem-traditional")
        assert written.startswith(f"-----BEGIN {head}-----")
        assert spki_sha256(read_key_text(written, "key")) == spki_sha256(key)
    with pytest.raises(FormatNotForKey, match="uses MD5"):
        write_key(key, "pem-traditional", "words")
    with pytest.raises(FormatNotForKey, match="does not support the type"):
        write_key(key_of("ed25519"), "pem-traditional")


@pytest.mark.parametrize("key_type", ["x25519", "ml-kem-768", "ml-dsa-65", "ec-secp256k1"])
def test_types_that_openssh_does_not_have(key_type: Any) -> None:
    key = key_of(key_type)
    for one in (key, key.public_key()):
        with pytest.raises(
            FormatNotForKey, match=f"A key of type {key_type} cannot be converted to 'format' openssh"
        ):
            write_key(one, "openssh")
    assert openssh_fingerprint(key) is None


def test_an_openssh_line_is_written_as_it_was_read() -> None:
    line = (
        resources.files("cryptography_vectors").joinpath("asymmetric/OpenSSH/rsa-nopsw.key.pub").read_text()
    )
    assert write_key(read_key_text(line, "key"), "openssh") == " ".join(line.split()[:2])


def test_fingerprints_of_a_pair_are_one() -> None:
    for key_type in KEY_TYPES:
        if not key_type.startswith("rsa"):
            key = key_of(key_type)
            assert spki_sha256(key) == spki_sha256(key.public_key())


def test_fingerprints_as_ssh_keygen_prints_them() -> None:
    """GitHub's published ssh-ed25519 host key and its fingerprint."""
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
    assert (
        openssh_fingerprint(read_key_text(line, "key"))
        == "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"
    )
