"""Where the key of an encryption comes from: 32 bytes in the request, or a passphrase."""

import re
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from flowforge_crypto.core.encodings.text import TextEncoding, UndecodableText, decode
from flowforge_crypto.core.encryption.ciphers import KEY_BYTES
from servicekit import InvalidInput, RequestBody

_HEX_KEY = re.compile(r"[0-9A-Fa-f]{64}")


class InvalidKey(InvalidInput):
    code = "KEY_INVALID"
    message = "'{field}' is not a 256-bit key: give 32 bytes as hex (64 characters), base64 or base64url."


KeyEncoding = Literal["auto", "utf-8", "hex", "base64", "base64url"]


class WrongKeySize(InvalidInput):
    code = "KEY_SIZE_WRONG"
    message = "'{field}' is not a key of {wanted} bytes in hex, base64 or base64url: check 'key_encoding'."


class KeySource(RequestBody):
    """Exactly one of `key` and `passphrase`, and what the ciphertext shall be bound to."""

    key: SecretStr | None = Field(
        None, description="256-bit key as hex, base64 or base64url, instead of 'passphrase'."
    )
    passphrase: SecretStr | None = Field(
        None,
        min_length=1,
        max_length=1024,
        description="Passphrase to derive the key from, instead of 'key'.",
    )

    associated_data: str | None = Field(
        None, description="Context to bind the ciphertext to, such as a record id. Required to decrypt it."
    )

    @model_validator(mode="after")
    def _has_one_key(self) -> Self:
        if (self.key is None) == (self.passphrase is None):
            raise ValueError("give exactly one of 'key' and 'passphrase'")
        return self

    def associated_bytes(self) -> bytes | None:
        if self.associated_data is None:
            return None
        return decode(self.associated_data, "utf-8", "associated_data")


def read_sized_key(text: str, encoding: KeyEncoding, sizes: tuple[int, ...]) -> bytes:
    """Return the bytes of a key that has one of *sizes*.

    With "auto", hex is tried before base64. Raises WrongKeySize, UndecodableText.
    """
    compact = text.strip() if encoding == "auto" else text
    tried: tuple[TextEncoding, ...] = ("hex", "base64", "base64url") if encoding == "auto" else (encoding,)
    for one in tried:
        try:
            key = decode(compact, one, "key")
        except UndecodableText:
            if encoding != "auto":
                raise
            continue
        if len(key) in sizes:
            return key
    raise WrongKeySize(field="key", wanted=" or ".join(map(str, sizes)))


def read_key(text: str, field: str = "key") -> bytes:
    """Return the 32 bytes that *text* stands for; hex and base64 differ in length. Raises InvalidKey."""
    compact = text.strip()
    if _HEX_KEY.fullmatch(compact):
        return bytes.fromhex(compact)
    for encoding in ("base64", "base64url"):
        try:
            key = decode(compact, encoding, field)
        except UndecodableText:
            continue
        if len(key) == KEY_BYTES:
            return key
    raise InvalidKey(field=field)
