from importlib import resources
from typing import Any

import pytest

from flowforge_crypto.core.certificates.reading import (
    MAX_CERTIFICATES,
    TooManyCertificates,
    UnreadableCertificate,
    UnreadableRequest,
    describe,
    read_certificates,
    read_request,
)

VECTORS = resources.files("cryptography_vectors").joinpath("x509")


def test_a_public_authoritys_certificate() -> None:
    """Let's Encrypt's intermediate X3, as the cryptography project keeps it."""
    (found,) = read_certificates(VECTORS.joinpath("letsencryptx3.pem").read_text(), "certificate")
    info = describe(found)
    assert info.subject == "CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US"
    assert info.issuer == "CN=DST Root CA X3,O=Digital Signature Trust Co."
    assert (info.is_ca, info.self_issued, info.key_type) == (True, False, "rsa-2048")
    assert info.not_after.isoformat() == "2021-03-17T16:40:46+00:00"
    assert info.sha256 == "25847d668eb4f04fdd40b12b6b0740c567da7d024308eb6c2c96fe41d9de218d"
    assert info.key_usage == ["digital_signature", "key_cert_sign", "crl_sign"]
    assert (info.path_length, info.authority_key_id) == (0, "c4a7b1a47b2c71fadbe14b9075ffc41560858910")
    assert info.subject_key_id == "a84a6a63047dddbae6d139b7a64565eff3a8eca1"
    assert info.crl_urls == ["http://crl.identrust.com/DSTROOTCAX3CRL.crl"]
    assert info.ocsp_urls == ["http://isrg.trustid.ocsp.identrust.com"]
    assert info.issuer_urls == ["http://apps.identrust.com/roots/dstrootcax3.p7c"]
    assert [(one.name, one.critical) for one in info.extensions[:2]] == [
        ("basicConstraints", True),
        ("keyUsage", True),
    ]


def test_a_servers_certificate() -> None:
    """cryptography.io's certificate of 2014, as the cryptography project keeps it."""
    (found,) = read_certificates(VECTORS.joinpath("cryptography.io.pem").read_text(), "certificate")
    info = describe(found)
    assert info.dns_names == ["www.cryptography.io", "cryptography.io"]
    assert info.extended_key_usage == ["serverAuth", "clientAuth"]
    assert not info.is_ca


@pytest.mark.parametrize(
    "text", ["", "hello", "AAAA", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
)
def test_what_is_none(text: Any) -> None:
    with pytest.raises(UnreadableCertificate, match="'roots' has no readable certificate"):
        read_certificates(text, "roots")
    with pytest.raises(UnreadableRequest):
        read_request(text)


def test_every_published_certificate_is_described_or_refused() -> None:
    """About 200 certificates of the cryptography project, damaged and odd ones among them."""
    described = refused = 0
    for path in VECTORS.joinpath("custom").iterdir():
        if path.name.endswith(".pem"):
            try:
                described += len(
                    [describe(one) for one in read_certificates(path.read_text(), "certificate")]
                )
            except UnreadableCertificate:
                refused += 1
    assert described > 50
    assert refused > 5


def test_long_chains_and_escaped_ones() -> None:
    text = VECTORS.joinpath("letsencryptx3.pem").read_text()
    assert len(read_certificates(text.replace("\n", "\\n") * 2, "roots")) == 2
    assert len(read_certificates(text * 150, "roots")) == 150  # as many as a browser trusts
    with pytest.raises(TooManyCertificates, match="'roots' holds 900 certificates; at most 500"):
        read_certificates(text * 900, "roots")
    assert MAX_CERTIFICATES == 500


def test_a_chain_with_a_damaged_end() -> None:
    text = VECTORS.joinpath("letsencryptx3.pem").read_text()
    with pytest.raises(UnreadableCertificate):
        read_certificates(text + text[:200], "roots")
