"""Certificate revocation lists (RFC 5280, section 5) from PEM or DER, and what they say."""

import re
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import BaseModel, Field

from flowforge_crypto.core.certificates.extensions import (
    ExtensionInfo,
    extension_of,
    key_ids,
    list_extensions,
    name_of,
    urls,
)
from flowforge_crypto.core.certificates.reading import UNREADABLE, der_of
from flowforge_crypto.core.keys.armor import normalize_pem
from servicekit import InvalidInput, ResourceLimit

MAX_LISTS = 50
_PEM = re.compile(rb"-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", re.DOTALL)


class UnreadableRevocationList(InvalidInput):
    code = "CRL_UNREADABLE"
    message = "'{field}' has no readable certificate revocation list: give PEM or DER (base64 in JSON)."


class TooManyRevocationLists(ResourceLimit):
    code = "CRLS_TOO_MANY"
    message = "'{field}' holds more than {limit} certificate revocation lists."


CRL_ERRORS = (UnreadableRevocationList, TooManyRevocationLists)


class RevokedInfo(BaseModel):
    """One entry of a list."""

    serial_number: str = Field(description="Hexadecimal.")
    revoked_at: datetime = Field(description="When the authority revoked it, in UTC.")
    reason: str | None = Field(description="As RFC 5280 spells it, such as keyCompromise; null if not said.")
    invalid_since: datetime | None = Field(
        description=("When the key was compromised, as far as the authority knows; null if it does not say.")
    )


class RevocationListInfo(BaseModel):
    """What a list says of itself. Times are UTC; the issuer as RFC 4514 writes names."""

    issuer: str = Field(description="Distinguished name of the authority that signed the list.")
    number: str | None = Field(description="Decimal; each new list of an issuer has a higher one.")
    delta_of: str | None = Field(description="Number of the list that this one only adds to, if it does.")
    this_update: datetime = Field(description="When the list was issued, in UTC.")
    next_update: datetime | None = Field(
        description="When the next list is due, in UTC; null if the list does not say."
    )
    revoked_count: int = Field(description="How many certificates the list revokes.")
    signature_algorithm: str = Field(description="Algorithm with which the issuer signed it.")
    authority_key_id: str | None = Field(description="Hexadecimal.")
    distribution_points: list[str] = Field(
        description="Addresses that this list covers; empty if it is not restricted."
    )
    extensions: list[ExtensionInfo] = Field(description="All extensions of the list.")
    sha256: str = Field(description="Fingerprint of the whole list.")


def read_lists(data: str | bytes, field: str) -> list[x509.CertificateRevocationList]:
    """Return the lists in PEM, base64 DER or DER, in their order. Raises CRL_ERRORS."""
    try:
        raw = data.encode("ascii") if isinstance(data, str) else data
        if b"-----BEGIN" in raw:
            raw = normalize_pem(raw.decode("ascii")).encode()
        blocks = _PEM.findall(raw)
        if blocks:
            found = [x509.load_pem_x509_crl(block) for block in blocks[: MAX_LISTS + 1]]
        else:
            found = [x509.load_der_x509_crl(der_of(raw))]
    except UNREADABLE as error:
        raise UnreadableRevocationList(field=field) from error
    if len(found) > MAX_LISTS:
        raise TooManyRevocationLists(field=field, limit=MAX_LISTS)
    return found


def describe_list(found: x509.CertificateRevocationList, field: str) -> RevocationListInfo:
    """Return the fields of a list. Raises UnreadableRevocationList for damaged extensions."""
    try:
        return RevocationListInfo(
            issuer=found.issuer.rfc4514_string(),
            number=_number(found, x509.CRLNumber),
            delta_of=_number(found, x509.DeltaCRLIndicator),
            this_update=found.last_update_utc,
            next_update=found.next_update_utc,
            revoked_count=len(found),
            signature_algorithm=name_of(found.signature_algorithm_oid),
            authority_key_id=key_ids(found.extensions)[1],
            distribution_points=distribution_urls(found),
            extensions=list_extensions(found.extensions),
            sha256=found.fingerprint(SHA256()).hex(),
        )
    except UNREADABLE as error:
        raise UnreadableRevocationList(field=field) from error


def entries(found: x509.CertificateRevocationList, field: str, first: int, limit: int) -> list[RevokedInfo]:
    """Return entries in the list's order. Raises UnreadableRevocationList for damaged ones."""
    try:
        return [describe_entry(one) for one in found[first : first + limit]]
    except UNREADABLE as error:
        raise UnreadableRevocationList(field=field) from error


def entries_of(found: x509.CertificateRevocationList, field: str, serials: list[int]) -> list[RevokedInfo]:
    """Return the entries of these serial numbers that are there. Raises UnreadableRevocationList."""
    try:
        revoked = [found.get_revoked_certificate_by_serial_number(serial) for serial in serials]
        return [describe_entry(one) for one in revoked if one is not None]
    except UNREADABLE as error:
        raise UnreadableRevocationList(field=field) from error


def describe_entry(entry: x509.RevokedCertificate) -> RevokedInfo:
    """Return the fields of an entry. Raises ValueError for damaged extensions."""
    reason = extension_of(entry.extensions, x509.CRLReason)
    since = extension_of(entry.extensions, x509.InvalidityDate)
    return RevokedInfo(
        serial_number=f"{entry.serial_number:x}",
        revoked_at=entry.revocation_date_utc,
        reason=None if reason is None else reason.reason.value,
        invalid_since=None if since is None else since.invalidity_date_utc,
    )


def is_signed_by(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    """Return whether *issuer* bears the list's name and its key signed the list."""
    if found.issuer != issuer.subject:
        return False
    try:
        return found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # TypeError says it
    except UNREADABLE:
        return False


def distribution_urls(found: x509.CertificateRevocationList) -> list[str]:
    point = extension_of(found.extensions, x509.IssuingDistributionPoint)
    return urls((point.full_name if point else None) or ())


def _number(
    found: x509.CertificateRevocationList, kind: type[x509.CRLNumber | x509.DeltaCRLIndicator]
) -> str | None:
    value = extension_of(found.extensions, kind)
    return None if value is None else str(value.crl_number)
