"""Certificate chains by the rules of browsers, which know RSA and the NIST curves alone."""

import ipaddress
from datetime import UTC, datetime

from cryptography import x509
from cryptography.x509 import verification

from flowforge_crypto.core.certificates.chains.errors import ChainBroken

_REASONS = {
    "Forbidden public key algorithm": "a key in the chain is neither RSA nor EC of P-256, P-384, P-521: for "
    "others set 'rules' to rfc-5280",
    "Forbidden signature algorithm": "a signature in the chain uses an obsolete algorithm",
    "RSA key strength": "an RSA key in the chain has less than 2048 bits",
    "cert is not valid at validation time": "a certificate is not valid at that time: too early, or expired",
    "exhausted with no interior errors": "no chain to one of 'roots': an issuer is missing",
    "signature does not match": "a signature in the chain is not valid",
    "2.5.29.17: Certificate is missing": "the certificate has no alternative names, which the web asks for",
    "leaf certificate has no matching subjectAltName": "the certificate does not cover 'name'",
}


def find_web_chain(
    leaf: x509.Certificate,
    intermediates: list[x509.Certificate],
    roots: list[x509.Certificate],
    moment: datetime,
    name: str | None,
) -> list[x509.Certificate]:
    """Return the certificates from *leaf* to a root; with *name* it has to be a server's of that name.

    Raises ChainBroken.
    """
    at = moment.astimezone(UTC).replace(tzinfo=None)
    try:
        builder = verification.PolicyBuilder().store(verification.Store(roots)).time(at)
        if name is None:
            return builder.build_client_verifier().verify(leaf, intermediates).chain
        return builder.build_server_verifier(_subject(name)).verify(leaf, intermediates)
    except (verification.VerificationError, ValueError, x509.UnsupportedGeneralNameType) as error:
        raise ChainBroken(_in_words(str(error))) from error


def _in_words(text: str) -> str:
    """Turn what the library says into a sentence for people."""
    for found, words in _REASONS.items():
        if found in text:
            return words
    plain = text.partition(" (encountered processing ")[0]
    return plain.removeprefix("validation failed: ").removeprefix("candidates exhausted: ")


def _subject(name: str) -> x509.IPAddress | x509.DNSName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
