"""Sections 4.1 to 4.3, 4.6, 4.7, 4.13 and 4.16 of NIST's PKITS, whose test numbers are in the file names."""

from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any
from warnings import catch_warnings

import pytest
from cryptography.x509 import load_pem_x509_certificates
from services.crypto.tests.core.certificates.pkits import MOMENT, ROOT, certificate
from services.crypto.tests.core.certificates.private_authority import certify

from flowforge_crypto.core.certificates.chains.errors import ChainBroken
from flowforge_crypto.core.certificates.chains.private import find_private_chain
from flowforge_crypto.core.keys.types import generate

NONE: tuple[str, ...] = ()
VALID = [
    ("ValidCertificatePathTest1EE", ("GoodCACert",)),
    ("ValidGeneralizedTimenotAfterDateTest8EE", ("GoodCACert",)),
    ("ValidbasicConstraintsNotCriticalTest4EE", ("basicConstraintsNotCriticalCACert",)),
    ("ValidpathLenConstraintTest7EE", ("pathLenConstraint0CACert",)),
    ("ValidkeyUsageNotCriticalTest3EE", ("keyUsageNotCriticalCACert",)),
    ("ValidDNSnameConstraintsTest30EE", ("nameConstraintsDNS1CACert",)),
    ("ValidDNSnameConstraintsTest32EE", ("nameConstraintsDNS2CACert",)),
    ("ValidRFC822nameConstraintsTest21EE", ("nameConstraintsRFC822CA1Cert",)),
    ("ValidUnknownNotCriticalCertificateExtensionTest1EE", NONE),
    ("ValidDNnameConstraintsTest1EE", ("nameConstraintsDN1CACert",)),
    ("ValidDNandRFC822nameConstraintsTest27EE", ("nameConstraintsDN1CACert", "nameConstraintsDN1subCA3Cert")),
    ("ValidURInameConstraintsTest34EE", ("nameConstraintsURI1CACert",)),
    ("ValidGeneralizedTimenotBeforeDateTest4EE", ("GoodCACert",)),
    (
        "ValidRolloverfromPrintableStringtoUTF8StringTest10EE",
        ("RolloverfromPrintableStringtoUTF8StringCACert",),
    ),
]
INVALID = [
    ("InvalidCASignatureTest2EE", ("BadSignedCACert",)),
    ("InvalidEESignatureTest3EE", ("GoodCACert",)),
    ("InvalidCAnotBeforeDateTest1EE", ("BadnotBeforeDateCACert",)),
    ("InvalidEEnotBeforeDateTest2EE", ("GoodCACert",)),
    ("InvalidCAnotAfterDateTest5EE", ("BadnotAfterDateCACert",)),
    ("InvalidEEnotAfterDateTest6EE", ("GoodCACert",)),
    ("InvalidNameChainingTest1EE", ("GoodCACert",)),
    ("InvalidNameChainingOrderTest2EE", ("NameOrderingCACert",)),
    ("InvalidMissingbasicConstraintsTest1EE", ("MissingbasicConstraintsCACert",)),
    ("InvalidcAFalseTest2EE", ("basicConstraintsCriticalcAFalseCACert",)),
    ("InvalidcAFalseTest3EE", ("basicConstraintsNotCriticalcAFalseCACert",)),
    ("InvalidpathLenConstraintTest5EE", ("pathLenConstraint0CACert", "pathLenConstraint0subCACert")),
    ("InvalidkeyUsageCriticalkeyCertSignFalseTest1EE", ("keyUsageCriticalkeyCertSignFalseCACert",)),
    ("InvalidkeyUsageNotCriticalkeyCertSignFalseTest2EE", ("keyUsageNotCriticalkeyCertSignFalseCACert",)),
    ("InvalidDNSnameConstraintsTest31EE", ("nameConstraintsDNS1CACert",)),
    ("InvalidDNSnameConstraintsTest33EE", ("nameConstraintsDNS2CACert",)),
    ("InvalidRFC822nameConstraintsTest22EE", ("nameConstraintsRFC822CA1Cert",)),
    ("InvalidDNnameConstraintsTest2EE", ("nameConstraintsDN1CACert",)),
    ("InvalidURInameConstraintsTest35EE", ("nameConstraintsURI1CACert",)),
    ("InvalidUnknownCriticalCertificateExtensionTest2EE", NONE),
]


def chain(leaf: str, authorities: tuple[str, ...]) -> Any:
    given = [certificate(name) for name in authorities]
    return find_private_chain(certificate(leaf), given, [certificate(ROOT)], MOMENT, None)


@pytest.mark.parametrize(("leaf", "authorities"), VALID)
def test_chains_that_hold(leaf: str, authorities: tuple[str, ...]) -> None:
    assert len(chain(leaf, authorities)) == len(authorities) + 2


@pytest.mark.parametrize(("leaf", "authorities"), INVALID)
def test_chains_that_do_not(leaf: str, authorities: tuple[str, ...]) -> None:
    with pytest.raises(ChainBroken):
        chain(leaf, authorities)


@pytest.mark.parametrize(
    ("leaf", "authorities", "words"),
    [
        ("InvalidEEnotAfterDateTest6EE", ("GoodCACert",), "not valid at that time: expired"),
        ("InvalidEEnotBeforeDateTest2EE", ("GoodCACert",), "not valid at that time: too early"),
        ("InvalidEESignatureTest3EE", ("GoodCACert",), "a signature in the chain is not valid"),
        ("ValidCertificatePathTest1EE", NONE, "an issuer is missing"),
        (
            "InvalidkeyUsageCriticalkeyCertSignFalseTest1EE",
            ("keyUsageCriticalkeyCertSignFalseCACert",),
            "CN=keyUsage Critical .* may not sign",
        ),
        (
            "InvalidcAFalseTest2EE",
            ("basicConstraintsCriticalcAFalseCACert",),
            "is not a certificate authority",
        ),
        (
            "InvalidpathLenConstraintTest6EE",
            ("pathLenConstraint0CACert", "pathLenConstraint0subCACert"),
            "path length",
        ),
        ("InvalidUnknownCriticalCertificateExtensionTest2EE", NONE, "critical extension"),
        ("InvalidDNnameConstraintsTest2EE", ("nameConstraintsDN1CACert",), "outside its authority"),
        ("ValidDSASignaturesTest4EE", ("DSACACert",), "obsolete algorithm"),
    ],
)
def test_the_reason_is_in_words(leaf: str, authorities: tuple[str, ...], words: str) -> None:
    with pytest.raises(ChainBroken, match=words):
        chain(leaf, authorities)


@pytest.mark.parametrize("kind", ["ed25519", "ed448"])
def test_published_edwards_roots(kind: str) -> None:
    """Roots that the IETF and OpenSSL published."""
    text = resources.files("cryptography_vectors").joinpath("x509", kind, f"root-{kind}.pem").read_bytes()
    (root,) = load_pem_x509_certificates(text)
    moment = root.not_valid_before_utc + timedelta(days=1)
    assert find_private_chain(root, [], [root], moment, None) == [root]
    with pytest.raises(ChainBroken, match="does not cover 'name'"):
        find_private_chain(root, [], [root], moment, "example.com")


@pytest.mark.parametrize("key_type", ["ed25519", "ml-dsa-44", "ec-secp256k1"])
def test_three_certificates_of_one_type(key_type: Any) -> None:
    keys = [generate(key_type) for _ in range(3)]
    root = certify("root", keys[0], None, keys[0])
    middle = certify("middle", keys[1], root, keys[0])
    leaf = certify("leaf", keys[2], middle, keys[1], is_ca=False)
    now = datetime.now(UTC)
    assert find_private_chain(leaf, [middle], [root], now, "leaf.example.com") == [leaf, middle, root]
    assert find_private_chain(leaf, [middle], [middle], now, None) == [leaf, middle]
    for others, roots in (([], [root]), ([middle], [certify("root", keys[1], None, keys[1])])):
        with pytest.raises(ChainBroken):
            find_private_chain(leaf, others, roots, now, None)


@pytest.mark.parametrize(
    ("file", "words"),
    [("verisign_md2_root.pem", "less than 2048 bits"), ("custom/dsa_selfsigned_ca.pem", "neither RSA")],
)
def test_what_is_of_old_times(file: str, words: str) -> None:
    """Certificates that the cryptography project keeps: trusted, and still weak."""
    text = resources.files("cryptography_vectors").joinpath("x509", file).read_bytes()
    with catch_warnings(action="ignore"):  # their serial numbers and versions are of old times too
        (old,) = load_pem_x509_certificates(text)
        moment = old.not_valid_before_utc + timedelta(days=1)
    with pytest.raises(ChainBroken, match=words):
        find_private_chain(old, [], [old], moment, None)
