from importlib import resources
from typing import Any

import pytest

from flowforge_crypto.core.certificates.pkcs12 import UnreadablePkcs12, unpack

PKCS12 = resources.files("cryptography_vectors").joinpath("pkcs12")


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [
        ("cert-key-aes256cbc.p12", "cryptography"),
        ("no-password.p12", ""),
        ("cert-rc2-key-3des.p12", "cryptography"),
    ],
)
def test_files_of_openssl(name: Any, passphrase: Any) -> None:
    """Files of OpenSSL, as the cryptography project keeps them."""
    opened = unpack(PKCS12.joinpath(name).read_bytes(), passphrase)
    assert opened.cert or opened.additional_certs


@pytest.mark.parametrize("data", [b"", b"hello", b"0\x82\x00\x00"])
def test_what_is_none(data: Any) -> None:
    with pytest.raises(UnreadablePkcs12):
        unpack(data, "x")


def test_a_passphrase_that_the_library_cannot_take() -> None:
    with pytest.raises(UnreadablePkcs12):
        unpack(PKCS12.joinpath("cert-key-aes256cbc.p12").read_bytes(), "crypto\0graphy")


def test_another_passphrase() -> None:
    with pytest.raises(UnreadablePkcs12):
        unpack(PKCS12.joinpath("cert-key-aes256cbc.p12").read_bytes(), "wrong")
