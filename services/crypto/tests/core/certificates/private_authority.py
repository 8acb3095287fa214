"""Certificates of an authority of one's own."""

from typing import Any

from cryptography.x509 import DNSName, Name, NameAttribute, SubjectAlternativeName
from cryptography.x509.oid import NameOID

from flowforge_crypto.core.certificates.making import CertificateUse, make_certificate


def certify(name: str, key: Any, issuer: Any, issuer_key: Any, *, is_ca: bool = True) -> Any:
    subject = Name([NameAttribute(NameOID.COMMON_NAME, name)])
    return make_certificate(
        subject=subject,
        names=None if is_ca else SubjectAlternativeName([DNSName(f"{name}.example.com")]),
        public_key=key.public_key(),
        issuer=subject if issuer is None else issuer.subject,
        issuer_key=issuer_key,
        use=CertificateUse(10, is_ca=is_ca),
    )
