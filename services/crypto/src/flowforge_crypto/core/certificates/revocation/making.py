"""New certificate revocation lists."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from cryptography import x509
from pydantic import Field

from flowforge_crypto.core.certificates.extensions import extension_of
from flowforge_crypto.core.certificates.making import authority_key_id, digest_for
from flowforge_crypto.core.certificates.moments import Moment
from servicekit import RequestBody

RevocationReason = Literal[
    "keyCompromise",
    "cACompromise",
    "affiliationChanged",
    "superseded",
    "cessationOfOperation",
    "certificateHold",
    "privilegeWithdrawn",
]


class Revocation(RequestBody):
    """One certificate to revoke."""

    serial_number: Annotated[str, Field(pattern=r"^[0-9A-Fa-f:]{1,59}$", description="Hexadecimal.")]
    revoked_at: Moment | None = Field(None, description="By default now.")
    reason: RevocationReason | None = Field(
        default=None, description="Why it is revoked; no reason is stated if absent."
    )

    @property
    def serial(self) -> int:
        return int(self.serial_number.replace(":", ""), 16)

    def entry(self, now: datetime) -> x509.RevokedCertificate:
        """Return the entry; times are kept in whole seconds of UTC."""
        at = now if self.revoked_at is None else self.revoked_at
        builder = x509.RevokedCertificateBuilder().serial_number(self.serial).revocation_date(at)
        if self.reason is not None:
            builder = builder.add_extension(x509.CRLReason(x509.ReasonFlags(self.reason)), critical=False)
        return builder.build()


@dataclass(frozen=True, slots=True)
class ListTerms:
    """What a list says of itself: its number, which has to grow, and how long it is valid."""

    number: int | None
    days: int


def make_list(
    issuer: x509.Certificate, key: Any, revocations: list[Revocation], terms: ListTerms
) -> x509.CertificateRevocationList:
    """Sign a list, valid since five minutes ago. Without a number it has the time in milliseconds."""
    now = datetime.now(UTC)
    number = terms.number if terms.number is not None else int(now.timestamp() * 1000)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now - timedelta(minutes=5))
        .next_update(now + timedelta(days=terms.days))
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(
            authority_key_id(extension_of(issuer.extensions, x509.SubjectKeyIdentifier), key), critical=False
        )
    )
    for one in revocations:
        builder = builder.add_revoked_certificate(one.entry(now))
    return builder.sign(key, digest_for(key))
