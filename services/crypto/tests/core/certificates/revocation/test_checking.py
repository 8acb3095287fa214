"""Sections 4.4, 4.14 and 4.15 of NIST's PKITS, whose test numbers are in the file names."""

import re

import pytest
from services.crypto.tests.core.certificates.pkits import MOMENT, ROOT, certificate, revocation_list

from flowforge_crypto.core.certificates.chains.building import Trust
from flowforge_crypto.core.certificates.revocation.checking import RevocationLists, RevocationStatus

GOOD = [
    ("ValidTwoCRLsTest7EE", ("TwoCRLsCACert",), ("TwoCRLsCAGoodCRL", "TwoCRLsCABadCRL")),
    (
        "ValidGeneralizedTimeCRLnextUpdateTest13EE",
        ("GeneralizedTimeCRLnextUpdateCACert",),
        ("GeneralizedTimeCRLnextUpdateCACRL",),
    ),
    ("ValidNegativeSerialNumberTest14EE", ("NegativeSerialNumberCACert",), ("NegativeSerialNumberCACRL",)),
    ("ValidLongSerialNumberTest16EE", ("LongSerialNumberCACert",), ("LongSerialNumberCACRL",)),
    ("ValidLongSerialNumberTest17EE", ("LongSerialNumberCACert",), ("LongSerialNumberCACRL",)),
    ("ValiddistributionPointTest1EE", ("distributionPoint1CACert",), ("distributionPoint1CACRL",)),
    (
        "ValidNoissuingDistributionPointTest10EE",
        ("NoissuingDistributionPointCACert",),
        ("NoissuingDistributionPointCACRL",),
    ),
    ("ValidonlyContainsCACertsTest13EE", ("onlyContainsCACertsCACert",), ("onlyContainsCACertsCACRL",)),
]
REVOKED = [
    ("InvalidRevokedEETest3EE", ("GoodCACert",), ("GoodCACRL",), 0),
    ("InvalidRevokedCATest2EE", ("GoodCACert", "RevokedsubCACert"), ("GoodCACRL", "RevokedsubCACRL"), 1),
    ("InvalidLongSerialNumberTest18EE", ("LongSerialNumberCACert",), ("LongSerialNumberCACRL",), 0),
    ("InvaliddistributionPointTest2EE", ("distributionPoint1CACert",), ("distributionPoint1CACRL",), 0),
]
UNKNOWN = [
    ("InvalidMissingCRLTest1EE", ("NoCRLCACert",), (), "no list of .* was given"),
    ("InvalidBadCRLSignatureTest4EE", ("BadCRLSignatureCACert",), ("BadCRLSignatureCACRL",), "not signed"),
    ("InvalidBadCRLIssuerNameTest5EE", ("BadCRLIssuerNameCACert",), ("BadCRLIssuerNameCACRL",), "no list of"),
    ("InvalidWrongCRLTest6EE", ("WrongCRLCACert",), ("WrongCRLCACRL",), "no list of"),
    (
        "InvalidUnknownCRLEntryExtensionTest8EE",
        ("UnknownCRLEntryExtensionCACert",),
        ("UnknownCRLEntryExtensionCACRL",),
        "not understood",
    ),
    (
        "InvalidUnknownCRLExtensionTest9EE",
        ("UnknownCRLExtensionCACert",),
        ("UnknownCRLExtensionCACRL",),
        "not understood",
    ),
    (
        "InvalidUnknownCRLExtensionTest10EE",
        ("UnknownCRLExtensionCACert",),
        ("UnknownCRLExtensionCACRL",),
        "not understood",
    ),
    (
        "InvalidOldCRLnextUpdateTest11EE",
        ("OldCRLnextUpdateCACert",),
        ("OldCRLnextUpdateCACRL",),
        "out of date",
    ),
    (
        "Invalidpre2000CRLnextUpdateTest12EE",
        ("pre2000CRLnextUpdateCACert",),
        ("pre2000CRLnextUpdateCACRL",),
        "out of date",
    ),
    (
        "InvaliddistributionPointTest3EE",
        ("distributionPoint1CACert",),
        ("distributionPoint1CACRL",),
        "another distribution point",
    ),
    (
        "InvalidonlyContainsUserCertsTest11EE",
        ("onlyContainsUserCertsCACert",),
        ("onlyContainsUserCertsCACRL",),
        "other certificates",
    ),
    (
        "InvalidonlyContainsCACertsTest12EE",
        ("onlyContainsCACertsCACert",),
        ("onlyContainsCACertsCACRL",),
        "other certificates",
    ),
    (
        "InvalidonlyContainsAttributeCertsTest14EE",
        ("onlyContainsAttributeCertsCACert",),
        ("onlyContainsAttributeCertsCACRL",),
        "other certificates",
    ),
    (
        "InvalidIDPwithindirectCRLTest23EE",
        ("indirectCRLCA1Cert",),
        ("indirectCRLCA1CRL",),
        "indirect",
    ),
    (
        "InvaliddeltaCRLIndicatorNoBaseTest1EE",
        ("deltaCRLIndicatorNoBaseCACert",),
        ("deltaCRLIndicatorNoBaseCACRL",),
        "only with the complete list",
    ),
    (
        "InvaliddeltaCRLTest10EE",
        ("deltaCRLCA3Cert",),
        ("deltaCRLCA3CRL", "deltaCRLCA3deltaCRL"),
        "only with the complete list",
    ),
]


def check(leaf: str, authorities: tuple[str, ...], lists: tuple[str, ...]) -> list[RevocationStatus]:
    trust = Trust([certificate(ROOT)], MOMENT, "rfc-5280")
    chain = trust.chain(certificate(leaf), [certificate(name) for name in authorities], None)
    given = [revocation_list(name) for name in ("TrustAnchorRootCRL", *lists)]
    return RevocationLists(given, MOMENT).check(chain)


@pytest.mark.parametrize(("leaf", "authorities", "lists"), GOOD)
def test_certificates_that_are_not_revoked(
    leaf: str, authorities: tuple[str, ...], lists: tuple[str, ...]
) -> None:
    found = check(leaf, authorities, lists)
    assert [one.status for one in found] == ["good"] * (len(authorities) + 1), found


@pytest.mark.parametrize(("leaf", "authorities", "lists", "place"), REVOKED)
def test_certificates_that_are(
    leaf: str, authorities: tuple[str, ...], lists: tuple[str, ...], place: int
) -> None:
    found = check(leaf, authorities, lists)[place]
    assert found.status == "revoked"
    assert found.entry is not None
    assert "was revoked on 2010-01-01T08:30:0" in (found.reason or "")


@pytest.mark.parametrize(("leaf", "authorities", "lists", "reason"), UNKNOWN)
def test_lists_that_say_nothing(
    leaf: str, authorities: tuple[str, ...], lists: tuple[str, ...], reason: str
) -> None:
    found = check(leaf, authorities, lists)[0]
    assert found.status == "unknown"
    assert found.reason is not None
    assert re.search(reason, found.reason), found.reason


def test_a_list_of_tomorrow_says_nothing() -> None:
    trust = Trust([certificate(ROOT)], MOMENT, "rfc-5280")
    chain = trust.chain(certificate("ValidCertificatePathTest1EE"), [certificate("GoodCACert")], None)
    early = RevocationLists([revocation_list("GoodCACRL")], MOMENT.replace(year=2009)).check(chain)[0]
    assert (early.status, "is only of 2010" in (early.reason or "")) == ("unknown", True)


def test_lists_of_others_do_not_count() -> None:
    trust = Trust([certificate(ROOT)], MOMENT, "rfc-5280")
    chain = trust.chain(certificate("InvalidRevokedEETest3EE"), [certificate("GoodCACert")], None)
    for lists in (["GoodCACRL", "TwoCRLsCAGoodCRL"], ["TwoCRLsCAGoodCRL", "GoodCACRL"]):
        assert (
            RevocationLists([revocation_list(name) for name in lists], MOMENT).check(chain)[0].status
            == "revoked"
        )
