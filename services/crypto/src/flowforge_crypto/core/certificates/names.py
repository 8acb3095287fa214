"""Whether a certificate is for a server's name (RFC 9525, section 6)."""

import ipaddress

from cryptography import x509

from flowforge_crypto.core.certificates.reading import UNREADABLE


def is_for(certificate: x509.Certificate, name: str) -> bool:
    """Return whether *certificate* lists *name*, a DNS name or an IP address, among its alternative names.

    A wildcard stands for one whole leftmost label. The subject's common name is not looked at.
    """
    try:
        listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, *UNREADABLE):
        return False
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        wanted = _labels(name)
        return any(_fits(_labels(one), wanted) for one in listed.get_values_for_type(x509.DNSName))
    return address in listed.get_values_for_type(x509.IPAddress)


def _labels(name: str) -> list[str]:
    return name.lower().removesuffix(".").split(".")


def _fits(listed: list[str], wanted: list[str]) -> bool:
    if listed[0] == "*":
        return len(listed) > 2 and listed[1:] == wanted[1:] and wanted[0] != ""  # noqa: PLR2004 - not *.com
    return listed == wanted
