"""Extensions of certificates, requests and revocation lists (RFC 5280, section 4.2), and what they say."""

from collections.abc import Iterable
from typing import TypeVar

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, ObjectIdentifier
from pydantic import BaseModel, Field

Extension = TypeVar("Extension", bound=x509.ExtensionType)
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)


class ExtensionInfo(BaseModel):
    """An extension by its name, or its object identifier where it has none here."""

    name: str = Field(description="Name of the extension, or its object identifier if it has no name.")
    critical: bool = Field(
        description="Whether software that does not know the extension must refuse the certificate."
    )


class AlternativeNames(BaseModel):
    """The names that can be compared; directory names and others are left out."""

    dns_names: list[str] = Field(description="Host names, with wildcards such as *.example.com.")
    ip_addresses: list[str] = Field(description="IPv4 and IPv6 addresses.")
    emails: list[str] = Field(description="E-mail addresses.")
    uris: list[str] = Field(description="URIs, such as those of SPIFFE identities.")


def extension_of(extensions: x509.Extensions, kind: type[Extension]) -> Extension | None:
    """Return the extension of this kind, or None."""
    try:
        return extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def list_extensions(extensions: x509.Extensions) -> list[ExtensionInfo]:
    return [ExtensionInfo(name=name_of(one.oid), critical=one.critical) for one in extensions]


def name_of(oid: ObjectIdentifier) -> str:
    """Return the name that the library knows an identifier by, or the identifier."""
    name = oid._name  # noqa: SLF001 - the only spelling
    return oid.dotted_string if name == "Unknown OID" else name


def alternative_names_in(extensions: x509.Extensions) -> AlternativeNames:
    """Return the alternative names by their kinds."""
    listed = extension_of(extensions, x509.SubjectAlternativeName) or x509.SubjectAlternativeName([])
    return AlternativeNames(
        dns_names=listed.get_values_for_type(x509.DNSName),
        ip_addresses=[str(address) for address in listed.get_values_for_type(x509.IPAddress)],
        emails=listed.get_values_for_type(x509.RFC822Name),
        uris=listed.get_values_for_type(x509.UniformResourceIdentifier),
    )


def key_usages(extensions: x509.Extensions) -> list[str]:
    usage = extension_of(extensions, x509.KeyUsage)
    return [] if usage is None else [name for name in _USAGES if getattr(usage, name)]


def purposes_in(extensions: x509.Extensions) -> list[str]:
    return [name_of(one) for one in extension_of(extensions, x509.ExtendedKeyUsage) or ()]


def key_ids(extensions: x509.Extensions) -> tuple[str | None, str | None]:
    """Return the ids of a certificate's own key and of its issuer's, in hexadecimal."""
    own = extension_of(extensions, x509.SubjectKeyIdentifier)
    issuers = extension_of(extensions, x509.AuthorityKeyIdentifier)
    return (
        None if own is None else own.digest.hex(),
        issuers.key_identifier.hex() if issuers is not None and issuers.key_identifier else None,
    )


def access_urls(extensions: x509.Extensions, method: ObjectIdentifier) -> list[str]:
    """Return where a certificate's issuer answers OCSP, or has its own certificate."""
    found = extension_of(extensions, x509.AuthorityInformationAccess) or ()
    return urls(one.access_location for one in found if one.access_method == method)


def list_urls(extensions: x509.Extensions) -> list[str]:
    """Return where revocation lists are to be fetched."""
    points = extension_of(extensions, x509.CRLDistributionPoints) or ()
    return urls(name for point in points for name in point.full_name or ())


def urls(names: Iterable[x509.GeneralName]) -> list[str]:
    """Return the addresses among *names*; a name in a directory is none."""
    return [one.value for one in names if isinstance(one, x509.UniformResourceIdentifier)]


OCSP = AuthorityInformationAccessOID.OCSP
CA_ISSUERS = AuthorityInformationAccessOID.CA_ISSUERS
