"""Certificates and requests from text, and what they say."""

import base64
import warnings
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import Field

from flowforge_crypto.core.certificates.extensions import (
    CA_ISSUERS,
    OCSP,
    AlternativeNames,
    ExtensionInfo,
    access_urls,
    alternative_names_in,
    extension_of,
    key_ids,
    key_usages,
    list_extensions,
    list_urls,
    name_of,
    purposes_in,
)
from flowforge_crypto.core.keys.armor import normalize_pem
from flowforge_crypto.core.keys.types import type_of
from flowforge_crypto.core.keys.writing import spki_sha256
from servicekit import InvalidInput, ResourceLimit

MAX_CERTIFICATES = 500
UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class UnreadableCertificate(InvalidInput):
    code = "CERTIFICATE_UNREADABLE"
    message = "'{field}' has no readable certificate: give PEM (one or more) or base64 DER."


class TooManyCertificates(ResourceLimit):
    code = "CERTIFICATES_TOO_MANY"
    message = "'{field}' holds {count} certificates; at most {limit} are read at once."


CERTIFICATE_ERRORS = (UnreadableCertificate, TooManyCertificates)


class UnreadableRequest(InvalidInput):
    code = "CSR_UNREADABLE"
    message = "'csr' is not a readable certificate signing request: give PEM or base64 DER."


class CertificateInfo(AlternativeNames):
    """What a certificate says. Times are UTC; names as RFC 4514 writes them."""

    subject: str = Field(description="Distinguished name of the holder, as in RFC 4514.")
    issuer: str = Field(description="Distinguished name of the authority that signed it, as in RFC 4514.")
    serial_number: str = Field(description="Hexadecimal.")
    not_before: datetime = Field(description="Start of the validity, in UTC.")
    not_after: datetime = Field(description="End of the validity, in UTC.")
    key_type: str = Field(description="Algorithm and size of the public key, such as rsa-2048.")
    signature_algorithm: str = Field(description="Algorithm with which the issuer signed it.")
    is_ca: bool = Field(description="Whether it may sign other certificates.")
    path_length: int | None = Field(description="Maximum number of authorities below this one.")
    self_issued: bool = Field(description="Whether subject and issuer are the same.")
    key_usage: list[str] = Field(
        description=("What the key may be used for, such as digitalSignature; empty if it is not restricted.")
    )
    extended_key_usage: list[str] = Field(
        description="Purposes of the certificate, such as serverAuth; empty if it is not restricted."
    )
    subject_key_id: str | None = Field(description="Hexadecimal.")
    authority_key_id: str | None = Field(description="Hexadecimal; the issuer's subject_key_id.")
    ocsp_urls: list[str] = Field(description="Addresses of the services that tell whether it is revoked.")
    issuer_urls: list[str] = Field(description="Where the issuer's certificate is.")
    crl_urls: list[str] = Field(description="Addresses of the revocation lists that cover it.")
    extensions: list[ExtensionInfo] = Field(description="All extensions, in the order of the certificate.")
    sha256: str = Field(description="Fingerprint of the whole certificate.")
    sha1: str = Field(description="SHA-1 fingerprint of the certificate, hexadecimal, for old systems.")
    spki_sha256: str = Field(description="Fingerprint of its public key.")


class RequestInfo(AlternativeNames):
    """What a certificate request says."""

    subject: str = Field(description="Distinguished name that is requested, as in RFC 4514.")
    key_type: str = Field(description="Algorithm and size of the public key, such as rsa-2048.")
    spki_sha256: str = Field(description="SHA-256 of the public key (SubjectPublicKeyInfo).")
    signature_valid: bool = Field(
        description="Whether the request is signed with the private key that belongs to it."
    )


def read_certificates(data: str | bytes, field: str) -> list[x509.Certificate]:
    """Return the certificates in PEM, base64 DER or DER, in their order. Raises CERTIFICATE_ERRORS."""
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    try:
        with warnings.catch_warnings(action="ignore"):  # old certificates break rules of today
            if b"-----BEGIN" in raw:
                pem = normalize_pem(raw.decode("utf-8", "replace"))
                found = x509.load_pem_x509_certificates(pem.encode())
            else:
                found = [x509.load_der_x509_certificate(der_of(raw))]
    except UNREADABLE as error:
        raise UnreadableCertificate(field=field) from error
    if len(found) > MAX_CERTIFICATES:
        raise TooManyCertificates(field=field, count=len(found), limit=MAX_CERTIFICATES)
    return found


def read_request(text: str) -> x509.CertificateSigningRequest:
    """Return the request in PEM or base64 DER. Raises UnreadableRequest."""
    try:
        if "-----BEGIN" in text:
            return x509.load_pem_x509_csr(normalize_pem(text).encode())
        return x509.load_der_x509_csr(der_of(text.encode()))
    except UNREADABLE as error:
        raise UnreadableRequest from error


def describe(certificate: x509.Certificate) -> CertificateInfo:
    """Return the fields of *certificate*. Raises UnreadableCertificate: bad extensions, unknown key."""
    try:
        with warnings.catch_warnings(action="ignore"):  # old certificates break rules of today
            return _describe(certificate)
    except UNREADABLE as error:
        raise UnreadableCertificate(field="certificate") from error


def describe_request(request: x509.CertificateSigningRequest) -> RequestInfo:
    """Return the fields of *request*. Raises UnreadableRequest for damaged extensions or an unknown key."""
    try:
        key = request.public_key()
        return RequestInfo(
            **alternative_names_in(request.extensions).model_dump(),
            subject=request.subject.rfc4514_string(),
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


def is_authority(certificate: x509.Certificate) -> bool:
    """Return whether *certificate* says that it is a certificate authority's."""
    constraints = extension_of(certificate.extensions, x509.BasicConstraints)
    return constraints is not None and constraints.ca


def _describe(certificate: x509.Certificate) -> CertificateInfo:
    extensions = certificate.extensions
    key = certificate.public_key()
    constraints = extension_of(extensions, x509.BasicConstraints)
    own_id, issuers_id = key_ids(extensions)
    return CertificateInfo(
        **alternative_names_in(extensions).model_dump(),
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial_number=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key_type=type_of(key),
        signature_algorithm=name_of(certificate.signature_algorithm_oid),
        is_ca=is_authority(certificate),
        path_length=None if constraints is None else constraints.path_length,
        self_issued=certificate.subject == certificate.issuer,
        key_usage=key_usages(extensions),
        extended_key_usage=purposes_in(extensions),
        subject_key_id=own_id,
        authority_key_id=issuers_id,
        ocsp_urls=access_urls(extensions, OCSP),
        issuer_urls=access_urls(extensions, CA_ISSUERS),
        crl_urls=list_urls(extensions),
        extensions=list_extensions(extensions),
        sha256=certificate.fingerprint(SHA256()).hex(),
        sha1=certificate.fingerprint(SHA1()).hex(),  # noqa: S303 - many systems list it
        spki_sha256=spki_sha256(key),
    )
