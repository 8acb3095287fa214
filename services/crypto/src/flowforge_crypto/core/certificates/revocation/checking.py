"""Whether the certificates of a chain were revoked, by lists that were given (RFC 5280, section 6.3).

Only a list that is signed by the issuer's own key and of the right time says anything. A delta list counts
together with the complete list that it adds to (section 5.2.4). What this does not judge (indirect lists,
lists of some reasons, a separate key for lists) counts as no list at all: such a list can make a good
certificate look unknown, and never a revoked one good. docs/decisions/0033 says why it stops there.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from cryptography import x509
from cryptography.x509.oid import CRLEntryExtensionOID, ExtensionOID
from pydantic import BaseModel, Field

from flowforge_crypto.core.certificates.extensions import extension_of
from flowforge_crypto.core.certificates.reading import UNREADABLE
from flowforge_crypto.core.certificates.revocation.delta_lists import effective_entry, is_delta
from flowforge_crypto.core.certificates.revocation.reading import RevokedInfo, describe_entry, is_signed_by

Status = Literal["good", "revoked", "unknown"]
_LIST_EXTENSIONS = (
    ExtensionOID.ISSUING_DISTRIBUTION_POINT,
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
    ExtensionOID.DELTA_CRL_INDICATOR,
)
_ENTRY_EXTENSIONS = (CRLEntryExtensionOID.CRL_REASON, CRLEntryExtensionOID.INVALIDITY_DATE)


class RevocationStatus(BaseModel):
    """What the lists say of one certificate."""

    subject: str = Field(description="Distinguished name of the certificate.")
    status: Status = Field(description="`unknown`: no list that was given covers the certificate.")
    reason: str | None = Field(description="Why it is not good, in words.")
    entry: RevokedInfo | None = Field(
        description="Its entry in the revocation list; null unless it is revoked."
    )


class _NotUsable(Exception):
    """The list says nothing about this certificate; the text says why."""


@dataclass(frozen=True, slots=True)
class RevocationLists:
    """The lists that were given, and the moment that they have to be of."""

    lists: list[x509.CertificateRevocationList]
    moment: datetime

    def check(self, chain: list[x509.Certificate]) -> list[RevocationStatus]:
        """Return the status of each certificate below the root, from the leaf up."""
        return [
            self._check_one(one, issuer, is_leaf=number == 0)
            for number, (one, issuer) in enumerate(pairwise(chain))
        ]

    def _check_one(
        self, certificate: x509.Certificate, issuer: x509.Certificate, *, is_leaf: bool
    ) -> RevocationStatus:
        """Combine the results of all usable lists: one that has the certificate outweighs the others."""
        subject = certificate.subject.rfc4514_string()
        usable, because = self._usable(certificate, issuer)
        complete = [one for one in usable if not is_delta(one)]
        deltas = [one for one in usable if is_delta(one)]
        entries = [effective_entry(one, deltas, certificate.serial_number) for one in complete]
        revoked = next((entry for entry in entries if entry is not None), None)
        if revoked is not None:
            return _revoked(subject, describe_entry(revoked))
        if complete:
            return RevocationStatus(subject=subject, status="good", reason=None, entry=None)
        if deltas:
            because = "a delta list of its issuer counts only with the complete list that it adds to, in date"
        whose = "the certificate" if is_leaf else subject
        reason = f"{because}: whether {whose} was revoked is not known"
        return RevocationStatus(subject=subject, status="unknown", reason=reason, entry=None)

    def _usable(
        self, certificate: x509.Certificate, issuer: x509.Certificate
    ) -> tuple[list[x509.CertificateRevocationList], str]:
        """Return the lists that say something of *certificate*, and why the last of the others does not."""
        usable, because = [], "no list was given"
        for one in self.lists:
            try:
                self._require_usable(one, certificate, issuer)
                usable.append(one)
            except _NotUsable as refusal:
                because = str(refusal)
            except UNREADABLE:
                because = "the list of its issuer is damaged"
        return usable, because

    def _require_usable(
        self, found: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate
    ) -> None:
        if found.issuer != certificate.issuer:
            raise _NotUsable(f"no list of {certificate.issuer.rfc4514_string()} was given")
        if not _may_sign_lists(issuer) or not is_signed_by(found, issuer):
            raise _NotUsable("the list of its issuer is not signed with the issuer's own key")
        if found.last_update_utc > self.moment:
            raise _NotUsable(f"the list of its issuer is only of {found.last_update_utc.isoformat()}")
        if found.next_update_utc is None or found.next_update_utc < self.moment:
            raise _NotUsable("the list of its issuer is out of date")
        _require_understood(found)
        _require_scope(found, certificate)


def _revoked(subject: str, entry: RevokedInfo) -> RevocationStatus:
    because = f" ({entry.reason})" if entry.reason else ""
    reason = f"{subject} was revoked on {entry.revoked_at.isoformat()}{because}"
    return RevocationStatus(subject=subject, status="revoked", reason=reason, entry=entry)


def _may_sign_lists(issuer: x509.Certificate) -> bool:
    usage = extension_of(issuer.extensions, x509.KeyUsage)
    return usage is None or usage.crl_sign


def _require_understood(found: x509.CertificateRevocationList) -> None:
    """A critical extension that is not understood may change what a list means, an entry's that of all."""
    if any(one.critical and one.oid not in _LIST_EXTENSIONS for one in found.extensions):
        raise _NotUsable("the list of its issuer has a critical extension that is not understood")
    for entry in found:
        if any(one.critical and one.oid not in _ENTRY_EXTENSIONS for one in entry.extensions):
            raise _NotUsable(
                "the list of its issuer has an entry with a critical extension that is not understood"
            )


def _require_scope(found: x509.CertificateRevocationList, certificate: x509.Certificate) -> None:
    point = extension_of(found.extensions, x509.IssuingDistributionPoint)
    if point is None:
        return
    if (
        point.indirect_crl
        or point.only_some_reasons
        or point.only_contains_attribute_certs
        or point.relative_name
    ):
        raise _NotUsable(
            "the list of its issuer is indirect, for some reasons only, or for other certificates"
        )
    constraints = extension_of(certificate.extensions, x509.BasicConstraints)
    is_authority = constraints is not None and constraints.ca
    if (point.only_contains_user_certs and is_authority) or (
        point.only_contains_ca_certs and not is_authority
    ):
        raise _NotUsable("the list of its issuer is for other certificates")
    if point.full_name and not set(point.full_name) & _distribution_points(certificate):
        raise _NotUsable("the list of its issuer is that of another distribution point")


def _distribution_points(certificate: x509.Certificate) -> set[x509.GeneralName]:
    points = extension_of(certificate.extensions, x509.CRLDistributionPoints)
    return {name for point in points or () for name in point.full_name or ()}
