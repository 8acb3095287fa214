from importlib import resources

import pytest

from flowforge_crypto.core.certificate_example import CERTIFICATE
from flowforge_crypto.core.certificate_reading import UnreadableCertificate
from flowforge_crypto.operations.x509.parse import ParseCertificateRequest, parse_certificate


def test_a_chain() -> None:
    text = (
        resources.files("cryptography_vectors").joinpath("x509/letsencryptx3.pem").read_text() + CERTIFICATE
    )
    found = parse_certificate(ParseCertificateRequest(certificate=text)).certificates
    assert [one.key_type for one in found] == ["rsa-2048", "ed25519"]


def test_what_is_none() -> None:
    with pytest.raises(UnreadableCertificate, match="'certificate' holds no certificate"):
        parse_certificate(ParseCertificateRequest(certificate="hello"))
