"""Single JSON values as text: encrypted (`ffj1:`), each time anew, or as tokens (`fft1:`), always the same.

Both carry a whole JSON value, so a number comes back as a number. `ffj1:` is XChaCha20-Poly1305 with a random
nonce, `fft1:` AES-SIV (RFC 5297), each under a key of its own that HKDF-SHA256 derives from the caller's.
"""

import json
import secrets
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from flowforge_crypto.core.encodings.strict_json import read_json
from flowforge_crypto.core.encodings.text import UndecodableText, decode, encode
from flowforge_crypto.core.encryption.ciphers import NONCE_BYTES, NotAuthentic, seal, unseal
from servicekit import InvalidInput

CIPHER: Final = "xchacha20-poly1305"
SEALED = "ffj1:"
TOKEN = "fft1:"  # noqa: S105 - the mark of a token


class FieldRefused(InvalidInput):
    code = "JSON_FIELD_NOT_DECRYPTABLE"
    message = (
        "A field of 'document' cannot be decrypted: wrong 'key' or 'associated_data', or it was changed."
    )


class FieldSealer:
    """Seals and opens values under one key and one context."""

    def __init__(self, key: bytes, associated_data: bytes) -> None:
        self._sealing = derive(key, b"flowforge json field 1", 32)
        self._tokens = AESSIV(derive(key, b"flowforge json token 1", 64))
        self._associated = associated_data

    def seal(self, value: Any) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES[CIPHER])
        sealed = seal(CIPHER, self._sealing, nonce, _dump(value), self._associated)
        return SEALED + encode(nonce + sealed, "base64url")

    def tokenize(self, value: Any) -> str:
        return TOKEN + encode(self._tokens.encrypt(_dump(value), [self._associated]), "base64url")

    def open(self, text: str) -> Any:
        """Return the value of a sealed text or a token; any other text stays. Raises FieldRefused."""
        if not text.startswith((SEALED, TOKEN)):
            return text
        try:
            data = decode(text[5:], "base64url")
            if text.startswith(TOKEN):
                return read_json(self._tokens.decrypt(data, [self._associated]))
            size = NONCE_BYTES[CIPHER]
            return read_json(unseal(CIPHER, self._sealing, data[:size], data[size:], self._associated))
        except (NotAuthentic, InvalidTag, UndecodableText, ValueError) as error:
            raise FieldRefused from error


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
        "utf-8", "surrogatepass"
    )


def derive(key: bytes, info: bytes, length: int) -> bytes:
    """Return a key for one purpose, which *info* names."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)
