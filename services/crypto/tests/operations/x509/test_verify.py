from importlib import resources
from typing import Any

import pytest

from flowforge_crypto.core.certificate_example import CERTIFICATE
from flowforge_crypto.core.certificate_reading import UnreadableCertificate
from flowforge_crypto.operations.x509.verify import VerifyCertificateRequest, verify_certificate

X509 = resources.files("cryptography_vectors").joinpath("x509")
# The certificate of cryptography.io in 2014 and its authority, as the cryptography project keeps them.
LEAF = X509.joinpath("cryptography.io.pem").read_text()
ROOT = X509.joinpath("rapidssl_sha256_ca_g3.pem").read_text()


def verify(**values: Any) -> Any:
    defaults = {"certificate": LEAF, "roots": ROOT, "name": "cryptography.io", "at": "2015-01-01T00:00:00Z"}
    return verify_certificate(VerifyCertificateRequest(**defaults | values))


def test_a_public_chain_in_its_time() -> None:
    result = verify()
    assert (result.valid, result.reason) == (True, None), result
    assert len(result.chain) == 2
    assert verify(certificate=LEAF + ROOT).valid
    assert verify(intermediates=ROOT).valid


@pytest.mark.parametrize(
    "change",
    [
        {"name": "example.com"},
        {"at": "2035-01-01T00:00:00Z"},
        {"roots": CERTIFICATE},
        {"name": "10.0.0.1"},
        {"name": "not a name"},
    ],
)
def test_what_does_not_hold(change: Any) -> None:
    result = verify(**change)
    assert not result.valid
    assert result.reason
    assert result.chain == []


def test_unreadable_certificates() -> None:
    for field in ("certificate", "roots", "intermediates"):
        with pytest.raises(UnreadableCertificate, match=f"'{field}'"):
            verify(**{field: "hello"})
