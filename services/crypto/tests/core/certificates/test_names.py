"""Certificates of the cryptography project's collection, by RFC 9525, section 6.3."""

from importlib import resources

import pytest
from cryptography.x509 import load_pem_x509_certificates

from flowforge_crypto.core.certificates.names import is_for

FOLDER = resources.files("cryptography_vectors").joinpath("x509")


@pytest.mark.parametrize(
    ("file", "name", "fits"),
    [
        ("cryptography.io.pem", "cryptography.io", True),
        ("cryptography.io.pem", "WWW.Cryptography.io.", True),
        ("cryptography.io.pem", "a.cryptography.io", False),
        ("cryptography.io.pem", "", False),
        ("wildcard_san.pem", "a.langui.sh", True),
        ("wildcard_san.pem", "langui.sh", True),
        ("wildcard_san.pem", "a.b.langui.sh", False),
        ("wildcard_san.pem", ".langui.sh", False),
        ("wildcard_san.pem", "*.langui.sh", True),
        ("custom/san_ipaddr.pem", "127.0.0.1", True),
        ("custom/san_ipaddr.pem", "ff::", True),
        ("custom/san_ipaddr.pem", "127.0.0.2", False),
        ("custom/no_sans.pem", "cryptography.io", False),
        ("custom/malformed-san.pem", "cryptography.io", False),
    ],
)
def test_names(file: str, name: str, *, fits: bool) -> None:
    (certificate,) = load_pem_x509_certificates(FOLDER.joinpath(file).read_bytes())
    assert is_for(certificate, name) is fits
