"""PKCS #12 (RFC 7292)."""

import warnings
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    KeySerializationEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PBES,
    PKCS12KeyAndCertificates,
    load_pkcs12,
    serialize_key_and_certificates,
)

from servicekit import InvalidInput


class UnreadablePkcs12(InvalidInput):
    code = "PKCS12_UNREADABLE"
    message = "'file' cannot be opened: it is not a PKCS #12 file, or 'passphrase' is wrong."


class KeyNotOfCertificate(InvalidInput):
    code = "KEY_NOT_OF_CERTIFICATE"
    message = "'key' does not belong to the first certificate in 'certificates'."


def unpack(data: bytes, passphrase: str) -> PKCS12KeyAndCertificates:
    """Open a file. Raises UnreadablePkcs12, which does not tell a wrong passphrase from a damaged file."""
    if "\0" in passphrase:
        raise UnreadablePkcs12  # the library panics, and writes the passphrase into the log
    try:
        with warnings.catch_warnings(action="ignore"):  # many tools write what is almost DER
            return load_pkcs12(data, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnreadablePkcs12 from error


def pack(name: str, key: Any, certificates: list[Any], passphrase: str, *, compatible: bool = False) -> bytes:
    """Make a file of a key and its chain, the key's own certificate first. Raises KeyNotOfCertificate.

    *compatible* takes 3DES and SHA-1, which is all that older systems read.
    """
    leaf, *chain = certificates
    if leaf.public_key() != key.public_key():
        raise KeyNotOfCertificate
    encryption = _old(passphrase) if compatible else BestAvailableEncryption(passphrase.encode())
    return serialize_key_and_certificates(name.encode(), key, leaf, chain or None, encryption)


def _old(passphrase: str) -> KeySerializationEncryption:
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(50_000).hmac_hash(SHA1())  # noqa: S303 - asked for
    return builder.key_cert_algorithm(PBES.PBESv1SHA1And3KeyTripleDESCBC).build(passphrase.encode())
