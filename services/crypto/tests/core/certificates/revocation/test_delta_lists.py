"""Section 4.15 of NIST's PKITS, whose test numbers are in the file names."""

import pytest
from cryptography import x509
from services.crypto.tests.core.certificates.pkits import certificate, revocation_list

from flowforge_crypto.core.certificates.revocation.delta_lists import adds_to, effective_entry, is_delta


@pytest.mark.parametrize(
    ("leaf", "authority", "alone", "together"),
    [
        ("ValiddeltaCRLTest2EE", "deltaCRLCA1", None, None),
        ("InvaliddeltaCRLTest3EE", "deltaCRLCA1", "keyCompromise", "keyCompromise"),
        ("InvaliddeltaCRLTest4EE", "deltaCRLCA1", None, "keyCompromise"),
        ("ValiddeltaCRLTest5EE", "deltaCRLCA1", "certificateHold", None),
        ("InvaliddeltaCRLTest6EE", "deltaCRLCA1", "certificateHold", "keyCompromise"),
        ("ValiddeltaCRLTest7EE", "deltaCRLCA1", None, None),
        ("ValiddeltaCRLTest8EE", "deltaCRLCA2", None, None),
        ("InvaliddeltaCRLTest9EE", "deltaCRLCA2", "keyCompromise", "keyCompromise"),
    ],
)
def test_a_delta_list_changes_what_the_complete_one_says(
    leaf: str, authority: str, alone: str | None, together: str | None
) -> None:
    complete, delta = revocation_list(f"{authority}CRL"), revocation_list(f"{authority}deltaCRL")
    assert (is_delta(complete), is_delta(delta)) == (False, True)
    serial = certificate(leaf).serial_number
    assert reason(effective_entry(complete, [], serial)) == alone
    assert reason(effective_entry(complete, [delta], serial)) == together


def test_a_delta_list_of_another_scope_does_not_count() -> None:
    serial = certificate("InvaliddeltaCRLTest4EE").serial_number
    complete = revocation_list("deltaCRLCA1CRL")
    others = [revocation_list("deltaCRLCA2deltaCRL"), revocation_list("deltaCRLCA3deltaCRL")]
    assert effective_entry(complete, others, serial) is None
    assert effective_entry(complete, [*others, revocation_list("deltaCRLCA1deltaCRL")], serial) is not None


def test_a_delta_list_that_begins_too_late_does_not_count() -> None:
    """The complete list has number 1, and the delta list begins with number 2."""
    made = [revocation_list(name) for name in ("deltaCRLCA3CRL", "deltaCRLCA3deltaCRL")]
    assert not adds_to(made[1], made[0])
    assert adds_to(revocation_list("deltaCRLCA1deltaCRL"), revocation_list("deltaCRLCA1CRL"))


def reason(entry: x509.RevokedCertificate | None) -> str | None:
    return (
        None if entry is None else entry.extensions.get_extension_for_class(x509.CRLReason).value.reason.value
    )
