import base64
from importlib import resources
from typing import Any

import httpx
import pytest

from flowforge_crypto.core.certificates.example import CERTIFICATE
from flowforge_crypto.core.certificates.reading import UnreadableCertificate
from flowforge_crypto.core.certificates.revocation.reading import UnreadableRevocationList
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


def base64_of(kind: str, name: str) -> str:
    ending = "crt" if kind == "certs" else "crl"
    return base64.b64encode(X509.joinpath("PKITS_data", kind, f"{name}.{ending}").read_bytes()).decode(
        "ascii"
    )


def pkits(leaf: str, authority: str, *lists: str) -> dict[str, object]:
    """Return a request of NIST's PKITS, whose certificates are no web servers'."""
    return {
        "certificate": base64_of("certs", leaf),
        "intermediates": base64_of("certs", authority),
        "roots": base64_of("certs", "TrustAnchorRootCertificate"),
        "crls": [base64_of("crls", name) for name in lists],
        "rules": "rfc-5280",
        "name": None,
        "at": "2015-06-01T00:00:00Z",
    }


def test_a_chain_against_lists(client: httpx.Client) -> None:
    lists = ("TrustAnchorRootCRL", "GoodCACRL")
    good = client.post("/x509/verify", json=pkits("ValidCertificatePathTest1EE", "GoodCACert", *lists)).json()
    assert (good["valid"], [one["status"] for one in good["revocation"]]) == (True, ["good", "good"])
    bad = client.post("/x509/verify", json=pkits("InvalidRevokedEETest3EE", "GoodCACert", *lists)).json()
    assert bad["valid"] is False
    assert bad["revocation"][0]["entry"]["reason"] == "keyCompromise"
    assert "was revoked on 2010-01-01T08:30:0" in bad["reason"]


def test_a_list_that_is_missing_is_no_proof() -> None:
    request = pkits("ValidCertificatePathTest1EE", "GoodCACert", "GoodCACRL")
    result = verify(**request)
    assert (result.valid, [one.status for one in result.revocation]) == (False, ["good", "unknown"])
    assert "no list of CN=Trust Anchor" in (result.reason or "")
    assert verify(**request | {"crls": []}).valid


def test_rules_of_the_web_are_stricter() -> None:
    request = pkits("ValidCertificatePathTest1EE", "GoodCACert")
    assert not verify(**request | {"rules": "web-pki"}).valid


def test_unreadable_lists() -> None:
    with pytest.raises(UnreadableRevocationList, match=r"'crls\.0'"):
        verify(crls=["hello"])
