"""Certificate chains: from a certificate up to a root that is trusted, at a time, by rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography import x509

from flowforge_crypto.core.certificates.chains.web_pki import find_web_chain

ChainRules = Literal["web-pki", "rfc-5280"]


@dataclass(frozen=True, slots=True)
class Trust:
    """What a chain is judged by: the roots, the moment, and whose rules."""

    roots: list[x509.Certificate]
    moment: datetime
    rules: ChainRules = "web-pki"

    def chain(
        self, leaf: x509.Certificate, intermediates: list[x509.Certificate], name: str | None
    ) -> list[x509.Certificate]:
        """Return the certificates from *leaf* to a root; with *name* it has to be a server's of that name.

        Raises ChainBroken.
        """
        if self.rules == "web-pki":
            return find_web_chain(leaf, intermediates, self.roots, self.moment, name)
        from flowforge_crypto.core.certificates.chains.private import find_private_chain  # noqa: PLC0415 - in the worker

        return find_private_chain(leaf, intermediates, self.roots, self.moment, name)
