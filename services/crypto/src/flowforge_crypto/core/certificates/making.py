"""New certificates and certificate requests."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pydantic import Field

from flowforge_crypto.core.certificates.reading import is_authority
from flowforge_crypto.core.keys.jwk_terms import KeyOperation, terms_of
from flowforge_crypto.core.keys.reading import KEY_ERRORS, read_private
from flowforge_crypto.core.keys.strength import WeakKey, require_strong
from flowforge_crypto.core.keys.types import UnsuitableKey, type_of
from servicekit import InvalidInput, RequestBody

Text = Annotated[str, Field(min_length=1, max_length=64)]
AlternativeName = Annotated[str, Field(min_length=1, max_length=253)]
_FIELDS = {
    "common_name": NameOID.COMMON_NAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organizational_unit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "locality": NameOID.LOCALITY_NAME,
    "state": NameOID.STATE_OR_PROVINCE_NAME,
    "country": NameOID.COUNTRY_NAME,
}
_HASHED = ("rsa", "ec")
Purpose = Literal["server", "client", "email", "code-signing", "time-stamping", "ocsp-signing"]
_PURPOSES: dict[Purpose, x509.ObjectIdentifier] = {
    "server": ExtendedKeyUsageOID.SERVER_AUTH,
    "client": ExtendedKeyUsageOID.CLIENT_AUTH,
    "email": ExtendedKeyUsageOID.EMAIL_PROTECTION,
    "code-signing": ExtendedKeyUsageOID.CODE_SIGNING,
    "time-stamping": ExtendedKeyUsageOID.TIME_STAMPING,
    "ocsp-signing": ExtendedKeyUsageOID.OCSP_SIGNING,
}


SIGNING_KEY_ERRORS = (*KEY_ERRORS, UnsuitableKey, WeakKey)


@dataclass(frozen=True, slots=True)
class CertificateUse:
    """How long a certificate is valid, and for what: an authority's, or the purposes of a leaf's."""

    days: int
    is_ca: bool = False
    path_length: int | None = None
    purposes: tuple[Purpose, ...] = ("server", "client")


class InvalidName(InvalidInput):
    code = "CERTIFICATE_NAME_INVALID"
    message = "'{field}' is not allowed in a certificate: {value}."


class NotTheIssuer(InvalidInput):
    code = "CERTIFICATE_ISSUER_UNSUITABLE"
    message = "'issuer_certificate' cannot issue {what}: {reason}."


class Subject(RequestBody):
    common_name: Text = Field(description="Name of the holder (CN): a host, a person or an authority.")
    organization: Text | None = Field(default=None, description="Name of the organization (O).")
    organizational_unit: Text | None = Field(
        default=None, description="Department within the organization (OU)."
    )
    locality: Text | None = Field(default=None, description="City (L).")
    state: Text | None = Field(default=None, description="State or province (ST).")
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = Field(
        default=None, description="Country (C) in two letters."
    )

    def name(self) -> x509.Name:
        given = self.model_dump(exclude_none=True)
        return x509.Name([x509.NameAttribute(_FIELDS[field], value) for field, value in given.items()])


def signing_key(text: str, field: str) -> Any:
    """Return a private key that signs certificates. Raises SIGNING_KEY_ERRORS."""
    key = certificate_key(text, "sign", field)
    require_strong(key, field)
    terms_of(text).require_algorithm(_jose_names(key), field, "a certificate")
    return key


def certificate_key(text: str, operation: KeyOperation | None, field: str) -> Any:
    """Return a private key that a certificate may be for. Raises KEY_ERRORS, UnsuitableKey."""
    key = read_private(text, operation, field)
    name = type_of(key)
    if not name.startswith((*_HASHED, "ed25519", "ml-dsa")):
        raise UnsuitableKey(
            field=field, type=name, purpose="a certificate", allowed="RSA, EC, Ed25519, ML-DSA"
        )
    return key


def require_issuer(issuer: x509.Certificate, key: Any, what: str) -> None:
    """Raise NotTheIssuer unless *issuer* is a certificate authority's, and *key* its key."""
    if issuer.public_key() != key.public_key():
        raise NotTheIssuer(what=what, reason="'key' does not belong to it")
    if not is_authority(issuer):
        raise NotTheIssuer(what=what, reason="it is not a certificate authority")


def digest_for(key: Any) -> Any:
    """Return the hash for signatures of *key*, as strong as its curve; None where the key has its own."""
    own = (
        ed25519.Ed25519PrivateKey,
        mldsa.MLDSA44PrivateKey,
        mldsa.MLDSA65PrivateKey,
        mldsa.MLDSA87PrivateKey,
    )
    if isinstance(key, own):
        return None
    return {"ec-p384": hashes.SHA384(), "ec-p521": hashes.SHA512()}.get(type_of(key), hashes.SHA256())


def _jose_names(key: Any) -> tuple[str, ...]:
    """Return what `alg` of a JWK is for the signature that `digest_for` leads to."""
    name = type_of(key)
    if name.startswith("rsa"):
        return ("RS256",)
    return {"ed25519": ("EdDSA", "Ed25519"), "ec-p256": ("ES256",), "ec-p384": ("ES384",)}.get(
        name, ("ES512",) if name == "ec-p521" else (name.upper(),)
    )


def alternative_names(names: list[str]) -> x509.SubjectAlternativeName | None:
    """Return the extension for DNS names, IP and e-mail addresses, and URIs. Raises InvalidName."""
    if not names:
        return None
    try:
        return x509.SubjectAlternativeName([_general_name(name) for name in names])
    except ValueError as error:
        raise InvalidName(
            field="alternative_names", value="write internationalized names in punycode"
        ) from error


def make_certificate(
    *,
    subject: x509.Name,
    names: x509.SubjectAlternativeName | None,
    public_key: Any,
    issuer: x509.Name,
    issuer_key: Any,
    issuer_key_id: x509.SubjectKeyIdentifier | None = None,
    use: CertificateUse,
) -> x509.Certificate:
    """Sign a certificate for *public_key*, valid since five minutes ago. Raises InvalidName."""
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=use.days))
        .add_extension(x509.BasicConstraints(ca=use.is_ca, path_length=use.path_length), critical=True)
        .add_extension(_usage(is_ca=use.is_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(authority_key_id(issuer_key_id, issuer_key), critical=False)
    )
    if names is not None:
        builder = builder.add_extension(names, critical=False)
    if not use.is_ca and use.purposes:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([_PURPOSES[one] for one in use.purposes]),
            critical=use.purposes == ("time-stamping",),  # RFC 3161, 2.3
        )
    try:
        return builder.sign(issuer_key, digest_for(issuer_key))
    except (UnsupportedAlgorithm, TypeError) as error:
        raise InvalidName(field="key", value="its type cannot sign certificates") from error


def authority_key_id(named: x509.SubjectKeyIdentifier | None, key: Any) -> x509.AuthorityKeyIdentifier:
    """Return what names the issuer's key: the id in its own certificate, which others compare with."""
    if named is None:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(named)


def make_request(subject: x509.Name, names: x509.SubjectAlternativeName | None, key: Any) -> Any:
    """Sign a certificate request with its own key."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    if names is not None:
        builder = builder.add_extension(names, critical=False)
    return builder.sign(key, digest_for(key))


def _general_name(name: str) -> x509.GeneralName:
    if "://" in name:
        return x509.UniformResourceIdentifier(name)
    if "@" in name:
        return x509.RFC822Name(name)
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
