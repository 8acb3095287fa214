from importlib import resources

import pytest

from flowforge_crypto.core.certificates.reading import UnreadableRequest
from flowforge_crypto.operations.x509.parse_csr import ParseCsrRequest, parse_csr

REQUESTS = resources.files("cryptography_vectors").joinpath("x509/requests")


def test_published_requests() -> None:
    """Requests of OpenSSL, as the cryptography project keeps them."""
    info = parse_csr(ParseCsrRequest(csr=REQUESTS.joinpath("rsa_sha256.pem").read_text()))
    assert (info.subject, info.key_type) == ("CN=cryptography.io,O=PyCA,L=Austin,ST=Texas,C=US", "rsa-2048")
    assert info.signature_valid
    info = parse_csr(ParseCsrRequest(csr=REQUESTS.joinpath("san_rsa_sha1.pem").read_text()))
    assert info.dns_names == ["cryptography.io", "sub.cryptography.io"]


def test_what_is_none() -> None:
    with pytest.raises(UnreadableRequest):
        parse_csr(ParseCsrRequest(csr="hello"))
    broken = parse_csr(ParseCsrRequest(csr=REQUESTS.joinpath("invalid_signature.pem").read_text()))
    assert not broken.signature_valid
