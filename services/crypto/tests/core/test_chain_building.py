"""Sections 4.1 to 4.3, 4.6, 4.7, 4.13 and 4.16 of NIST's PKITS, whose test numbers are in the file names."""

from datetime import datetime
from importlib import resources
from typing import Any

import pytest
from cryptography.x509 import load_pem_x509_certificates

from flowforge_crypto.core.chain_building import ChainBroken, Trust

from .pkits import MOMENT, ROOT, certificate

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
    trust = Trust([certificate(ROOT)], MOMENT, "rfc-5280")
    return trust.chain(certificate(leaf), [certificate(name) for name in authorities], None)


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
        ("InvalidEEnotAfterDateTest6EE", ("GoodCACert",), "not valid at that time"),
        ("InvalidEESignatureTest3EE", ("GoodCACert",), "not its issuer's"),
        ("ValidCertificatePathTest1EE", NONE, "an issuer is missing"),
        (
            "InvalidkeyUsageCriticalkeyCertSignFalseTest1EE",
            ("keyUsageCriticalkeyCertSignFalseCACert",),
            "may not sign",
        ),
        (
            "InvalidpathLenConstraintTest6EE",
            ("pathLenConstraint0CACert", "pathLenConstraint0subCACert"),
            "path length",
        ),
        ("ValidDSASignaturesTest4EE", ("DSACACert",), "neither RSA nor EC"),
    ],
)
def test_the_reason_is_in_words(leaf: str, authorities: tuple[str, ...], words: str) -> None:
    with pytest.raises(ChainBroken, match=words) as broken:
        chain(leaf, authorities)
    assert "<" not in str(broken.value)
    assert "candidates" not in str(broken.value)


def test_a_name_is_looked_for_under_either_rules() -> None:
    """cryptography.io's certificate of 2014 and its authority, as the cryptography project keeps them."""
    folder = resources.files("cryptography_vectors").joinpath("x509")
    (leaf,) = load_pem_x509_certificates(folder.joinpath("cryptography.io.pem").read_bytes())
    roots = load_pem_x509_certificates(folder.joinpath("rapidssl_sha256_ca_g3.pem").read_bytes())
    moment = datetime.fromisoformat("2015-01-01T00:00:00+00:00")
    for rules in ("web-pki", "rfc-5280"):
        trust = Trust(roots, moment, rules)  # type: ignore[arg-type]  # both are rules
        assert len(trust.chain(leaf, [], "cryptography.io")) == 2
        with pytest.raises(ChainBroken):
            trust.chain(leaf, [], "example.com")
