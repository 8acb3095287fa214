"""Who signs: a certificate with its private key, in PKCS#12 or PEM."""

from typing import Any

from servicekit import InvalidInput


class UnreadableCertificate(InvalidInput):
    code = "PDF_CERTIFICATE_UNREADABLE"
    message = "'{field}' cannot be used: {reason}."


def load_signer(certificate: bytes, key: bytes | None, passphrase: str, chain: list[bytes]) -> Any:
    """Return pyHanko's signer. Raises UnreadableCertificate."""
    from pyhanko.sign import signers  # noqa: PLC0415 - few calls need it

    others = [
        each for number, content in enumerate(chain) for each in certificates_of(content, f"chain[{number}]")
    ]
    secret = passphrase.encode() or None
    if not (key or b"-----BEGIN" in certificate):
        try:
            return signers.SimpleSigner.load_pkcs12_data(certificate, others, secret)
        except (ValueError, TypeError) as error:
            reason = "send a PKCS#12 file (.p12, .pfx) with its 'passphrase', or PEM with the key"
            raise UnreadableCertificate(field="certificate", reason=reason) from error
    return _from_pem(certificate, key or certificate, secret, others)


def _from_pem(certificate: bytes, key: bytes, secret: bytes | None, others: list[Any]) -> Any:
    from cryptography import x509  # noqa: PLC0415 - few calls need it
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - likewise
    from pyhanko.sign import signers  # noqa: PLC0415 - likewise

    own, *more = certificates_of(certificate, "certificate")
    try:
        private = serialization.load_pem_private_key(key, secret)
    except (ValueError, TypeError) as error:
        reason = "it has no private key in PEM that 'passphrase' opens"
        raise UnreadableCertificate(
            field="key" if key is not certificate else "certificate", reason=reason
        ) from error
    public = x509.load_der_x509_certificate(own.dump()).public_key()
    if private.public_key() != public:
        raise UnreadableCertificate(field="key", reason="it does not belong to the certificate")
    try:
        packed = serialization.pkcs12.serialize_key_and_certificates(
            b"signer",
            private,  # type: ignore[arg-type] # other kinds of keys are refused here
            x509.load_der_x509_certificate(own.dump()),
            None,
            serialization.NoEncryption(),
        )
        return signers.SimpleSigner.load_pkcs12_data(packed, [*others, *more], None)
    except (ValueError, TypeError) as error:
        raise UnreadableCertificate(field="key", reason="this kind of key cannot sign PDFs") from error


def certificates_of(content: bytes, field: str) -> list[Any]:
    """Return the certificates in PEM or DER. Raises UnreadableCertificate."""
    from asn1crypto import pem, x509  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    try:
        if b"-----BEGIN" in content:
            found = [
                x509.Certificate.load(der)
                for kind, _, der in pem.unarmor(content, multiple=True)
                if kind == "CERTIFICATE"
            ]
        else:
            found = [x509.Certificate.load(content)]
        for each in found:
            _ = each.subject.human_friendly
    except (ValueError, TypeError) as error:
        raise UnreadableCertificate(field=field, reason="it is not a certificate in PEM or DER") from error
    if not found:
        raise UnreadableCertificate(field=field, reason="it has no certificate in PEM")
    return found
