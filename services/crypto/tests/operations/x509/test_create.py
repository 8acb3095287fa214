import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import BasicConstraints, CertificateBuilder, Name, NameAttribute, SubjectKeyIdentifier
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from flowforge_crypto.core.certificates.making import NotTheIssuer
from flowforge_crypto.core.certificates.reading import UnreadableCertificate, UnreadableRequest, to_pem
from flowforge_crypto.core.keys.jwk import write
from flowforge_crypto.core.keys.jwk_terms import KeyNotForUse
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded, read_private
from flowforge_crypto.core.keys.strength import WeakKey
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.x509.create import CreateCertificateRequest, create_certificate
from flowforge_crypto.operations.x509.create_csr import CreateCsrRequest, create_csr
from flowforge_crypto.operations.x509.verify import VerifyCertificateRequest, verify_certificate

VALID = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC))
KEY, CA_KEY = write_key(generate("ec-p256"), "pem"), write_key(generate("ec-p256"), "pem")


def create(**values: Any) -> Any:
    return create_certificate(CreateCertificateRequest(**values))


def self_signed(key: str) -> Any:
    return create(key=key, subject={"common_name": "example.com"})


@pytest.fixture(scope="module")
def authority() -> Any:
    return create(key=CA_KEY, subject={"common_name": "Test CA"}, is_ca=True).certificate


def test_self_signed() -> None:
    made = create(key=KEY, subject={"common_name": "example.com"}, alternative_names=["example.com"], days=30)
    assert (made.info.self_issued, made.info.is_ca, made.info.dns_names) == (True, False, ["example.com"])
    assert 29 < (made.info.not_after - made.info.not_before).days <= 30


@pytest.mark.parametrize("by_request", [True, False])
def test_issued_by_an_authority(authority: Any, by_request: Any) -> None:
    whose = {"common_name": "example.com"}
    if by_request:
        asked = CreateCsrRequest(key=KEY, subject=whose, alternative_names=["example.com"])
        made = create(key=CA_KEY, csr=create_csr(asked).csr, issuer_certificate=authority)
    else:
        made = create(
            key=CA_KEY,
            subject=whose,
            subject_key=KEY,
            alternative_names=["example.com"],
            issuer_certificate=authority,
        )
    assert (made.info.issuer, made.info.subject) == ("CN=Test CA", "CN=example.com")
    request = VerifyCertificateRequest(certificate=made.certificate, roots=authority, name="example.com")
    assert verify_certificate(request).chain == ["CN=example.com", "CN=Test CA"]


def test_purposes_and_path_length() -> None:
    whose = {"key": KEY, "subject": {"common_name": "x"}}
    assert create(**whose).info.extended_key_usage == ["serverAuth", "clientAuth"]
    made = create(**whose, purposes=["time-stamping", "time-stamping"]).info
    assert made.extended_key_usage == ["timeStamping"]
    assert ("extendedKeyUsage", True) in [(one.name, one.critical) for one in made.extensions]
    assert create(**whose, purposes=[]).info.extended_key_usage == []
    assert create(**whose, is_ca=True, path_length=0).info.path_length == 0
    with pytest.raises(ValidationError, match="'path_length' is for an authority"):
        create(**whose, path_length=0)


def test_the_issuers_key_goes_by_the_name_that_its_certificate_gives_it() -> None:
    """An authority whose key id is no SHA-1, as is usual by now: chains are built by comparing the two."""
    issuer = Name([NameAttribute(NameOID.COMMON_NAME, "Test CA")])
    key: Any = read_private(CA_KEY, "sign")
    named = (
        CertificateBuilder(issuer, issuer, key.public_key(), 1, *VALID)
        .add_extension(BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(SubjectKeyIdentifier(b"twenty other bytes"), critical=False)
        .sign(key, SHA256())
    )
    authority = to_pem(named)
    made = create(key=CA_KEY, subject={"common_name": "x"}, subject_key=KEY, issuer_certificate=authority)
    assert made.info.authority_key_id == b"twenty other bytes".hex()
    request = VerifyCertificateRequest(certificate=made.certificate, roots=authority, rules="rfc-5280")
    assert verify_certificate(request).valid


def test_only_an_authority_issues(authority: Any) -> None:
    whose = {"subject": {"common_name": "x"}}
    leaf = create(key=KEY, **whose).certificate
    with pytest.raises(NotTheIssuer, match="not a certificate authority"):
        create(key=KEY, issuer_certificate=leaf, **whose)
    with pytest.raises(NotTheIssuer, match="'key' does not belong to it"):
        create(key=KEY, issuer_certificate=authority, **whose)
    with pytest.raises(UnreadableCertificate):
        create(key=KEY, issuer_certificate="hello", **whose)
    with pytest.raises(UnreadableRequest):
        create(key=CA_KEY, csr="hello", issuer_certificate=authority)
    with pytest.raises(PrivateKeyNeeded):
        create(key=write_key(generate("ed25519").public_key(), "pem"), **whose)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"subject": {"common_name": "x"}, "csr": "x"},
        {"csr": "x"},
        {"subject": {"common_name": "x"}, "subject_key": "x"},
        {"subject": {"common_name": "x"}, "days": 7301},
    ],
)
def test_what_does_not_go_together(values: Any) -> None:
    with pytest.raises(ValidationError):
        CreateCertificateRequest(key=KEY, **values)


def test_weak_keys_are_refused() -> None:
    """CA/Browser Forum, baseline requirements 6.1.5: RSA of at least 2048 bits."""
    weak = write_key(rsa.generate_private_key(65537, 1024), "pem")  # noqa: S505 - it is refused
    with pytest.raises(WeakKey, match="'key' is an RSA key of 1024 bits"):
        self_signed(weak)


@pytest.mark.parametrize(
    ("key_type", "signed_with"),
    [("ec-p256", "ecdsa-with-SHA256"), ("ec-p384", "ecdsa-with-SHA384"), ("ec-p521", "ecdsa-with-SHA512")],
)
def test_the_hash_is_as_strong_as_the_curve(key_type: Any, signed_with: Any) -> None:
    assert self_signed(write_key(generate(key_type), "pem")).info.signature_algorithm == signed_with


def test_a_jwk_for_other_signatures() -> None:
    key = json.dumps(write(generate("ec-p256")) | {"alg": "ES384"})
    with pytest.raises(KeyNotForUse, match="must not be used with a certificate"):
        self_signed(key)
