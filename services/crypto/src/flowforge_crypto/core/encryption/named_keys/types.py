"""The types of named keys: what each does, and how its secrets are made, brought and shown."""

import secrets
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from pydantic import BaseModel

from flowforge_crypto.core.encodings.text import encode
from flowforge_crypto.core.encryption.key_source import read_key
from flowforge_crypto.core.keys.jwk_terms import terms_of
from flowforge_crypto.core.keys.reading import read_private
from flowforge_crypto.core.keys.types import UnsuitableKey, generate, type_of
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.core.signatures.signing import choose, jose_names
from servicekit import Context

SigningType = Literal["ed25519", "ec-p256", "ec-p384", "rsa-3072", "rsa-4096", "ml-dsa-65"]
HmacType = Literal["hmac-sha256", "hmac-sha512"]
NamedKeyType = Literal["xchacha20-poly1305"] | HmacType | SigningType
SECRET_BYTES = 32
_SYMMETRIC = ("xchacha20-poly1305", "hmac-sha256", "hmac-sha512")


def encrypts(key_type: NamedKeyType) -> bool:
    return key_type == "xchacha20-poly1305"


def is_symmetric(key_type: NamedKeyType) -> bool:
    return key_type in _SYMMETRIC


def make_secret(key_type: NamedKeyType) -> bytes:
    """Return a fresh secret: 32 random bytes, or a private key in PKCS #8."""
    if is_symmetric(key_type):
        return secrets.token_bytes(SECRET_BYTES)
    return _pkcs8(generate(key_type))  # type: ignore[arg-type]  # the other types are of key pairs


class MadeSecret(BaseModel):
    """A fresh secret, in hexadecimal."""

    secret: str


def make_in_worker(key_type: NamedKeyType, context: Context) -> bytes:
    """Return a fresh secret. The search for RSA primes has no bound and cannot be stopped: a worker can."""
    if not key_type.startswith("rsa-"):
        return make_secret(key_type)
    return bytes.fromhex(context.in_worker(made_secret, key_type=key_type).secret)


def made_secret(key_type: NamedKeyType) -> MadeSecret:
    return MadeSecret(secret=make_secret(key_type).hex())


def bring_secret(key_type: NamedKeyType, text: str, field: str) -> bytes:
    """Return the caller's own secret: a 256-bit key, or a private key of this type.

    Raises InvalidKey, the errors of reading a key, UnsuitableKey.
    """
    if is_symmetric(key_type):
        return read_key(text, field)
    key = read_private(text, "sign", field)
    if type_of(key) != key_type:
        raise UnsuitableKey(field=field, type=type_of(key), purpose="this named key", allowed=key_type)
    algorithm = choose(key, None)
    terms_of(text).require_algorithm(jose_names(algorithm, key_type), field, algorithm)
    return _pkcs8(key)


def show_secret(key_type: NamedKeyType, secret: bytes) -> str:
    """Write a secret: base64, as encrypt takes it, or PEM."""
    return encode(secret, "base64") if is_symmetric(key_type) else write_key(private_key(secret), "pem")


def private_key(secret: bytes) -> Any:
    """Return the private key that a version keeps; it was checked when it came."""
    return load_der_private_key(secret, None, unsafe_skip_rsa_key_validation=True)


def public_pem(key_type: NamedKeyType, secret: bytes) -> str | None:
    """Return the public key of a version, None for types that have none."""
    return None if is_symmetric(key_type) else write_key(private_key(secret).public_key(), "pem")


def _pkcs8(key: PrivateKeyTypes) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
