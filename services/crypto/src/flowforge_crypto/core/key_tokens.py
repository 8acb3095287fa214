"""What a named key makes of a text: `ffk1:<version>:<base64url>`, compact enough for a column.

Behind the version stand a random 24-byte nonce and XChaCha20-Poly1305's ciphertext and tag. Authenticated
with them are the key's name, the version and the caller's associated data.
"""

import re
import secrets
from typing import Final

from flowforge_crypto.core.ciphers import NONCE_BYTES, TAG_BYTES, NotAuthentic, seal, unseal
from flowforge_crypto.core.encodings import UndecodableText, decode, encode
from flowforge_crypto.core.named_keys import NamedKey
from servicekit import InvalidInput

CIPHER: Final = "xchacha20-poly1305"
_TOKEN = re.compile(r"ffk1:([1-9]\d{0,3}):([A-Za-z0-9_-]+)")


class InvalidKeyToken(InvalidInput):
    code = "KEY_CIPHERTEXT_INVALID"
    message = "'ciphertext' was not made by a named key: it has the form ffk1:version:data."


class KeyTokenRefused(InvalidInput):
    code = "KEY_CIPHERTEXT_REFUSED"
    message = "'ciphertext' is not the key '{name}'s, has other 'associated_data', or was changed."


def encrypt_token(name: str, key: NamedKey, plaintext: bytes, associated_data: bytes) -> str:
    """Encrypt under the latest version. Raises KeyDisabled."""
    version = key.latest
    nonce = secrets.token_bytes(NONCE_BYTES[CIPHER])
    bound = _bound(name, version, associated_data)
    sealed = seal(CIPHER, key.secret(version, name, "ciphertext"), nonce, plaintext, bound)
    return f"ffk1:{version}:{encode(nonce + sealed, 'base64url')}"


def decrypt_token(name: str, key: NamedKey, token: str, associated_data: bytes) -> tuple[bytes, int]:
    """Return the plaintext and the version it was encrypted under.

    Raises InvalidKeyToken, KeyDisabled, VersionOutOfRange, KeyTokenRefused.
    """
    version, data = _parse(token)
    size = NONCE_BYTES[CIPHER]
    secret = key.secret(version, name, "ciphertext")
    try:
        plaintext = unseal(CIPHER, secret, data[:size], data[size:], _bound(name, version, associated_data))
    except NotAuthentic as error:
        raise KeyTokenRefused(name=name) from error
    return plaintext, version


def _parse(token: str) -> tuple[int, bytes]:
    match = _TOKEN.fullmatch(token.strip())
    if match is None:
        raise InvalidKeyToken
    try:
        data = decode(match[2], "base64url", "ciphertext")
    except UndecodableText as error:
        raise InvalidKeyToken from error
    if len(data) < NONCE_BYTES[CIPHER] + TAG_BYTES:
        raise InvalidKeyToken
    return int(match[1]), data


def _bound(name: str, version: int, associated_data: bytes) -> bytes:
    return f"ffk1:{name}:{version}:".encode("ascii") + associated_data
