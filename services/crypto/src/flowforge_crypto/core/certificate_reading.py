"""Certificates and requests from text, and what they say."""

import base64
import warnings
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID
from pydantic import BaseModel, Field

from flowforge_crypto.core.key_types import type_of
from flowforge_crypto.core.key_writing import spki_sha256
from servicekit import InvalidInput

MAX_CERTIFICATES = 50
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)


class UnreadableCertificate(InvalidInput):
    code = "CERTIFICATE_UNREADABLE"
    message = "'{field}' holds no certificate that can be read: give PEM (one or more) or base64 DER."


class UnreadableRequest(InvalidInput):
    code = "CSR_UNREADABLE"
    message = "'csr' is no certificate request that can be read: give PEM or base64 DER."


class CertificateInfo(BaseModel):
    """What a certificate says. Times are UTC; names as RFC 4514 writes them."""

    subject: str
    issuer: str
    serial_number: str = Field(description="Hexadecimal.")
    not_before: datetime
    not_after: datetime
    dns_names: list[str]
    ip_addresses: list[str]
    emails: list[str]
    key_type: str
    signature_algorithm: str
    is_ca: bool
    self_issued: bool
    key_usage: list[str]
    extended_key_usage: list[str]
    sha256: str = Field(description="Fingerprint of the whole certificate.")
    sha1: str
    spki_sha256: str = Field(description="Fingerprint of its public key.")


class RequestInfo(BaseModel):
    """What a certificate request says."""

    subject: str
    dns_names: list[str]
    ip_addresses: list[str]
    emails: list[str]
    key_type: str
    spki_sha256: str
    signature_valid: bool


def read_certificates(data: str | bytes, field: str) -> list[x509.Certificate]:
    """Return the certificates in PEM, base64 DER or DER, in their order. Raises UnreadableCertificate."""
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    try:
        with warnings.catch_warnings(action="ignore"):  # old certificates break rules of today
            if b"-----BEGIN" in raw:
                found = x509.load_pem_x509_certificates(raw)
            else:
                found = [x509.load_der_x509_certificate(der_of(raw))]
    except UNREADABLE as error:
        raise UnreadableCertificate(field=field) from error
    if len(found) > MAX_CERTIFICATES:
        raise UnreadableCertificate(field=field)
    return found


def read_request(text: str) -> x509.CertificateSigningRequest:
    """Return the request in PEM or base64 DER. Raises UnreadableRequest."""
    try:
        if "-----BEGIN" in text:
            return x509.load_pem_x509_csr(text.encode())
        return x509.load_der_x509_csr(der_of(text.encode()))
    except UNREADABLE as error:
        raise UnreadableRequest from error


def describe(certificate: x509.Certificate) -> CertificateInfo:
    """Say what *certificate* says. Raises UnreadableCertificate for damaged extensions or an unknown key."""
    try:
        with warnings.catch_warnings(action="ignore"):  # old certificates break rules of today
            return _describe(certificate)
    except UNREADABLE as error:
        raise UnreadableCertificate(field="certificate") from error


def describe_request(request: x509.CertificateSigningRequest) -> RequestInfo:
    """Say what *request* says. Raises UnreadableRequest for damaged extensions or an unknown key."""
    try:
        names = _alternative_names(request.extensions)
        key = request.public_key()
        return RequestInfo(
            subject=request.subject.rfc4514_string(),
            dns_names=names[0],
            ip_addresses=names[1],
            emails=names[2],
            key_type=type_of(key),
            spki_sha256=spki_sha256(key),
            signature_valid=request.is_signature_valid,
        )
    except UNREADABLE as error:
        raise UnreadableRequest from error


def to_pem(made: x509.Certificate | x509.CertificateSigningRequest | x509.CertificateRevocationList) -> str:
    return made.public_bytes(Encoding.PEM).decode("ascii")


def der_of(raw: bytes) -> bytes:
    """Return DER, or the DER that base64 stands for. Raises ValueError."""
    return raw if raw[:1] == b"\x30" else base64.b64decode(b"".join(raw.split()), validate=True)


def _alternative_names(extensions: x509.Extensions) -> tuple[list[str], list[str], list[str]]:
    try:
        value = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return [], [], []
    addresses = [str(address) for address in value.get_values_for_type(x509.IPAddress)]
    return (
        value.get_values_for_type(x509.DNSName),
        addresses,
        value.get_values_for_type(x509.RFC822Name),
    )


def is_authority(certificate: x509.Certificate) -> bool:
    """Tell whether *certificate* says that it is a certificate authority's."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _key_usage(certificate: x509.Certificate) -> list[str]:
    try:
        usage = certificate.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE).value
    except x509.ExtensionNotFound:
        return []
    return [name for name in _USAGES if getattr(usage, name)]


def _extended_key_usage(certificate: x509.Certificate) -> list[str]:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return []
    return [one._name if one._name != "Unknown OID" else one.dotted_string for one in usage]  # noqa: SLF001 - as above


def _describe(certificate: x509.Certificate) -> CertificateInfo:
    names = _alternative_names(certificate.extensions)
    key = certificate.public_key()
    return CertificateInfo(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial_number=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        dns_names=names[0],
        ip_addresses=names[1],
        emails=names[2],
        key_type=type_of(key),
        signature_algorithm=certificate.signature_algorithm_oid._name,  # noqa: SLF001 - the only spelling
        is_ca=is_authority(certificate),
        self_issued=certificate.subject == certificate.issuer,
        key_usage=_key_usage(certificate),
        extended_key_usage=_extended_key_usage(certificate),
        sha256=certificate.fingerprint(SHA256()).hex(),
        sha1=certificate.fingerprint(SHA1()).hex(),  # noqa: S303 - many systems list it
        spki_sha256=spki_sha256(key),
    )
