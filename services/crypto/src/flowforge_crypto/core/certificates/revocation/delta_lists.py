"""Delta lists: what was revoked since a complete list was made (RFC 5280, section 5.2.4)."""

from collections.abc import Sequence

from cryptography import x509

from flowforge_crypto.core.certificates.extensions import Extension, extension_of

Crl = x509.CertificateRevocationList


def is_delta(one: Crl) -> bool:
    """Return whether a list only adds to another."""
    return extension_of(one.extensions, x509.DeltaCRLIndicator) is not None


def effective_entry(complete: Crl, deltas: Sequence[Crl], serial: int) -> x509.RevokedCertificate | None:
    """Return the entry of a serial number in *complete* with its newest delta; None if it is not revoked."""
    fitting = [one for one in deltas if adds_to(one, complete)]
    newest = max(fitting, key=_number, default=None)
    changed = None if newest is None else newest.get_revoked_certificate_by_serial_number(serial)
    if changed is None:
        return complete.get_revoked_certificate_by_serial_number(serial)
    reason = extension_of(changed.extensions, x509.CRLReason)
    released = reason is not None and reason.reason is x509.ReasonFlags.remove_from_crl
    return None if released else changed


def adds_to(delta: Crl, complete: Crl) -> bool:
    """Return whether the two are of one scope, and *delta* begins no later than *complete* was made."""
    begins = extension_of(delta.extensions, x509.DeltaCRLIndicator)
    return (
        begins is not None
        and _same(delta, complete, x509.IssuingDistributionPoint)
        and _same(delta, complete, x509.AuthorityKeyIdentifier)
        and begins.crl_number <= _number(complete) < _number(delta)
    )


def _same(one: Crl, other: Crl, kind: type[Extension]) -> bool:
    return extension_of(one.extensions, kind) == extension_of(other.extensions, kind)


def _number(one: Crl) -> int:
    number = extension_of(one.extensions, x509.CRLNumber)
    return -1 if number is None else number.crl_number
