import base64
from importlib import resources

import httpx
import pytest

from flowforge_crypto.core.certificates.example import CERTIFICATE
from flowforge_crypto.core.certificates.reading import UnreadableCertificate
from flowforge_crypto.operations.x509.parse import ParseCertificateForm, parse_certificate


def test_a_chain() -> None:
    text = (
        resources.files("cryptography_vectors").joinpath("x509/letsencryptx3.pem").read_text() + CERTIFICATE
    )
    found = parse_certificate(ParseCertificateForm(certificate=text)).certificates
    assert [one.key_type for one in found] == ["rsa-2048", "ed25519"]


def test_what_is_none() -> None:
    with pytest.raises(UnreadableCertificate, match="'certificate' has no readable certificate"):
        parse_certificate(ParseCertificateForm(certificate="hello"))


def test_a_der_file_raw_and_as_form(client: httpx.Client) -> None:
    """The root of NIST's PKITS."""
    folder = resources.files("cryptography_vectors").joinpath("x509", "PKITS_data", "certs")
    content = folder.joinpath("TrustAnchorRootCertificate.crt").read_bytes()
    raw = {"Content-Type": "application/octet-stream"}
    for answer in (
        client.post("/x509/parse", content=content, headers=raw),
        client.post("/x509/parse", files={"file": ("root.crt", content)}),
        client.post("/x509/parse", json={"certificate": base64.b64encode(content).decode()}),
    ):
        (found,) = answer.json()["certificates"]
        assert found["subject"] == "CN=Trust Anchor,O=Test Certificates 2011,C=US"
    refused = client.post("/x509/parse", files={"file": b"hello"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "CERTIFICATE_UNREADABLE")
    assert "'file'" in refused.text
