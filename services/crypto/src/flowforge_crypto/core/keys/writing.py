"""Keys to text: PEM, DER, JWK and OpenSSH, and their fingerprints."""

import base64
import hashlib
import json
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from flowforge_crypto.core.keys.types import Key, is_private, public_of, type_of
from servicekit import InvalidInput

KeyFormat = Literal["pem", "pem-traditional", "der", "jwk", "openssh"]
_PRIVATE = {"openssh": PrivateFormat.OpenSSH, "pem-traditional": PrivateFormat.TraditionalOpenSSL}
_NEVER_ENCRYPTED = {
    "jwk": "a JWK is never encrypted",
    "pem-traditional": "its encryption uses MD5, use pem",
}


class FormatNotForKey(InvalidInput):
    code = "KEY_FORMAT_UNSUPPORTED"
    message = "A key of type {type} cannot be converted to 'format' {format}: {reason}."


def write_key(key: Key, key_format: KeyFormat, passphrase: str | None = None) -> str:
    """Write *key*: PKCS #8 or SubjectPublicKeyInfo in PEM, the same in base64 DER, JWK, or OpenSSH.

    pem-traditional is what older programs want: PKCS #1 for RSA, SEC 1 for EC. A passphrase encrypts a
    private key in PEM, DER and OpenSSH. Raises FormatNotForKey.
    """
    try:
        if passphrase and key_format in _NEVER_ENCRYPTED:
            raise FormatNotForKey(type=type_of(key), format=key_format, reason=_NEVER_ENCRYPTED[key_format])
        if key_format == "jwk":
            return _jwk(key)
        encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        return _private(key, key_format, encryption) if is_private(key) else _public(key, key_format)
    except (ValueError, UnsupportedAlgorithm) as error:
        reason = "the format does not support the type"
        raise FormatNotForKey(type=type_of(key), format=key_format, reason=reason) from error


def spki_sha256(key: Key) -> str:
    """Return the SHA-256 of the public key's DER in hexadecimal: what key pinning compares."""
    der = public_of(key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def openssh_fingerprint(key: Key) -> str | None:
    """Return the fingerprint as `ssh-keygen -l` prints it; None for types that OpenSSH does not have."""
    try:
        line = _public(public_of(key), "openssh")
    except (ValueError, UnsupportedAlgorithm):
        return None
    digest = hashlib.sha256(base64.b64decode(line.split(" ")[1])).digest()
    return "SHA256:" + base64.b64encode(digest).rstrip(b"=").decode("ascii")


def _jwk(key: Key) -> str:
    from flowforge_crypto.core.keys import jwk  # noqa: PLC0415 - loads the JOSE library

    return json.dumps(jwk.write(key), separators=(",", ":"))


def _private(key: Key, key_format: KeyFormat, encryption: KeySerializationEncryption) -> str:
    private = _PRIVATE.get(key_format, PrivateFormat.PKCS8)
    encoding = Encoding.DER if key_format == "der" else Encoding.PEM
    data: bytes = key.private_bytes(encoding, private, encryption)  # type: ignore[union-attr]  # is_private
    return base64.b64encode(data).decode("ascii") if key_format == "der" else data.decode("ascii")


def _public(key: Key, key_format: KeyFormat) -> str:
    public = public_of(key)
    if key_format == "openssh":
        return public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")
    if key_format == "der":
        der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode("ascii")
    traditional = key_format == "pem-traditional" and isinstance(public, rsa.RSAPublicKey)
    form = PublicFormat.PKCS1 if traditional else PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(Encoding.PEM, form).decode("ascii")
