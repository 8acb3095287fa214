"""Certificate chains: from a certificate up to a root that is trusted, at a time, by rules."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from cryptography import x509
from cryptography.x509 import verification
from cryptography.x509.verification import Criticality, ExtensionPolicy, Policy

ChainRules = Literal["web-pki", "rfc-5280"]

_REASONS = {
    "Forbidden public key algorithm": "a key in the chain is neither RSA nor EC of P-256, P-384 or P-521",
    "Forbidden signature algorithm": "a signature in the chain is of an algorithm not trusted any more",
    "RSA key strength": "an RSA key in the chain has less than 2048 bits",
    "cert is not valid at validation time": "a certificate is not valid at that time: too early, or expired",
    "exhausted with no interior errors": "no chain leads to one of 'roots': an issuer is missing",
    "signature does not match": "a signature in the chain is not its issuer's",
    "leaf certificate has no matching subjectAltName": "the certificate is not for 'name'",
}


class ChainBroken(Exception):
    """No chain holds; the text says what does not, in words."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a chain is judged by: the roots, the moment, and which extensions are asked for."""

    roots: list[x509.Certificate]
    moment: datetime
    rules: ChainRules = "web-pki"

    def chain(
        self, leaf: x509.Certificate, intermediates: list[x509.Certificate], name: str | None
    ) -> list[x509.Certificate]:
        """Return the certificates from *leaf* to a root; with *name* it has to be a server's of that name.

        Raises ChainBroken.
        """
        try:
            if name is None:
                return self._builder(named=False).build_client_verifier().verify(leaf, intermediates).chain
            verifier = self._builder(named=True).build_server_verifier(_subject(name))
            return verifier.verify(leaf, intermediates)
        except (verification.VerificationError, ValueError, x509.UnsupportedGeneralNameType) as error:
            raise ChainBroken(_in_words(str(error))) from error

    def _builder(self, *, named: bool) -> verification.PolicyBuilder:
        moment = self.moment.astimezone(UTC).replace(tzinfo=None)
        builder = verification.PolicyBuilder().store(verification.Store(self.roots)).time(moment)
        if self.rules == "web-pki":
            return builder
        leaf = ExtensionPolicy.permit_all()
        if named:
            leaf = leaf.require_present(x509.SubjectAlternativeName, Criticality.AGNOSTIC, None)
        return builder.extension_policies(ca_policy=_authority_policy(), ee_policy=leaf)


def _in_words(text: str) -> str:
    """Turn what the library says into a sentence for people."""
    for found, words in _REASONS.items():
        if found in text:
            return words
    plain = text.partition(" (encountered processing ")[0].split(
        "Python extension validator failed: ValueError: "
    )
    return plain[-1].removeprefix("validation failed: ").removeprefix("candidates exhausted: ")


def _subject(name: str) -> x509.IPAddress | x509.DNSName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _authority_policy() -> ExtensionPolicy:
    """Ask what RFC 5280, 6.1.4 (k) and (n), asks: that it is an authority, and may sign certificates."""
    policy = ExtensionPolicy.permit_all()
    policy = policy.require_present(x509.BasicConstraints, Criticality.AGNOSTIC, None)
    return policy.may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _signs_certificates)


def _signs_certificates(policy: Policy, certificate: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    del policy
    if usage is not None and not usage.key_cert_sign:
        raise ValueError(f"{certificate.subject.rfc4514_string()} may not sign certificates")
