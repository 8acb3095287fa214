"""What a named key makes of a text: `ffk1:<version>:<base64url>`, compact enough for a column.

Behind the version stand a random 24-byte nonce and XChaCha20-Poly1305's ciphertext and tag; of a convergent
key AES-SIV's (RFC 5297), which needs no nonce. Authenticated with them are the key's name, the version and
the caller's associated data. A derived key has for each context a secret of its own, by HKDF-SHA256.
"""

import re
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from flowforge_crypto.core.encodings.text import UndecodableText, decode, encode
from flowforge_crypto.core.encryption.ciphers import (
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    NotAuthentic,
    seal,
    unseal,
)
from flowforge_crypto.core.encryption.named_keys.errors import ContextNeeded, ContextNotUsed
from flowforge_crypto.core.encryption.named_keys.model import NamedKey
from servicekit import InvalidInput

CIPHER: Final = "xchacha20-poly1305"
_TOKEN = re.compile(r"ffk1:([1-9]\d{0,8}):([A-Za-z0-9_-]+)")


class InvalidKeyToken(InvalidInput):
    code = "KEY_CIPHERTEXT_INVALID"
    message = "'ciphertext' was not encrypted by a named key: it must have the form ffk1:version:data."


class KeyTokenRefused(InvalidInput):
    code = "KEY_CIPHERTEXT_REFUSED"
    message = (
        "'ciphertext' cannot be decrypted with the key '{name}': wrong 'associated_data' or 'context', or it "
        "was changed."
    )


@dataclass(frozen=True, slots=True)
class Binding:
    """What a ciphertext belongs to: both have to be given again to decrypt it."""

    associated_data: bytes = b""
    context: bytes | None = None


@dataclass(frozen=True, slots=True)
class KeyInHand:
    """A named key that is about to be used, with the name that it goes by."""

    name: str
    key: NamedKey

    def encrypt(self, plaintext: bytes, binding: Binding, version: int | None = None) -> str:
        """Encrypt under a version, by default the latest.

        Raises KeyDisabled, VersionOutOfRange, OtherPurpose, ContextNeeded, ContextNotUsed.
        """
        chosen = version or self.key.latest
        secret = self._secret(chosen, binding, "version")
        bound = self._bound(chosen, binding)
        if self.key.convergent:
            sealed = AESSIV(secret).encrypt(_filled(plaintext), [bound])
        else:
            nonce = secrets.token_bytes(NONCE_BYTES[CIPHER])
            sealed = nonce + seal(CIPHER, secret, nonce, plaintext, bound)
        return f"ffk1:{chosen}:{encode(sealed, 'base64url')}"

    def decrypt(self, token: str, binding: Binding) -> tuple[bytes, int]:
        """Return the plaintext and the version it was encrypted under.

        Raises InvalidKeyToken, KeyDisabled, VersionOutOfRange, KeyTokenRefused, and what encrypting does.
        """
        size = 0 if self.key.convergent else NONCE_BYTES[CIPHER]
        version, data = _parse(token, size + TAG_BYTES)
        secret = self._secret(version, binding, "ciphertext")
        bound = self._bound(version, binding)
        try:
            if self.key.convergent:
                return AESSIV(secret).decrypt(data, [bound])[1:], version
            return unseal(CIPHER, secret, data[:size], data[size:], bound), version
        except (NotAuthentic, InvalidTag) as error:
            raise KeyTokenRefused(name=self.name) from error

    def _secret(self, version: int, binding: Binding, field: str) -> bytes:
        self.key.require_encryption(self.name)
        secret = self.key.secret(version, self.name, field)
        if self.key.derived and not binding.context:
            raise ContextNeeded(name=self.name)
        if not self.key.derived and binding.context is not None:
            raise ContextNotUsed(name=self.name)
        if not self.key.derived and not self.key.convergent:
            return secret
        kind, length = (b"convergent", 2 * KEY_BYTES) if self.key.convergent else (b"derived", KEY_BYTES)
        info = b"flowforge named key 1 " + kind + b" " + (binding.context or b"")
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)

    def _bound(self, version: int, binding: Binding) -> bytes:
        return f"ffk1:{self.name}:{version}:".encode("ascii") + binding.associated_data


def _filled(plaintext: bytes) -> bytes:
    """Return the plaintext behind one byte: the library's AES-SIV takes no empty one."""
    return b"\0" + plaintext


def _parse(token: str, least_bytes: int) -> tuple[int, bytes]:
    match = _TOKEN.fullmatch(token.strip())
    if match is None:
        raise InvalidKeyToken
    try:
        data = decode(match[2], "base64url", "ciphertext")
    except UndecodableText as error:
        raise InvalidKeyToken from error
    if len(data) < least_bytes:
        raise InvalidKeyToken
    return int(match[1]), data
