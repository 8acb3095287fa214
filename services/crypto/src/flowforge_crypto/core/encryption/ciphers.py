"""Authenticated ciphers by name: one message, whole in memory."""

from collections.abc import Callable
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV, ChaCha20Poly1305

Cipher = Literal["aes-256-gcm", "aes-256-gcm-siv", "chacha20-poly1305", "xchacha20-poly1305"]
CIPHERS: tuple[Cipher, ...] = get_args(Cipher)
RawCipher = Cipher | Literal["aes-192-gcm", "aes-128-gcm"]
"""With the shorter keys that other systems use; the envelope has 256-bit keys alone."""

KEY_BYTES = 32
KEY_BYTES_OF: dict[RawCipher, int] = {
    "aes-256-gcm": 32,
    "aes-192-gcm": 24,
    "aes-128-gcm": 16,
    "aes-256-gcm-siv": 32,
    "chacha20-poly1305": 32,
    "xchacha20-poly1305": 32,
}
TAG_BYTES = 16
NONCE_BYTES: dict[RawCipher, int] = {
    "aes-256-gcm": 12,
    "aes-192-gcm": 12,
    "aes-128-gcm": 12,
    "aes-256-gcm-siv": 12,
    "chacha20-poly1305": 12,
    "xchacha20-poly1305": 24,
}
_TWELVE_BYTE: dict[str, Callable[[bytes], AESGCM | AESGCMSIV | ChaCha20Poly1305]] = {
    "aes-256-gcm": AESGCM,
    "aes-192-gcm": AESGCM,
    "aes-128-gcm": AESGCM,
    "aes-256-gcm-siv": AESGCMSIV,
    "chacha20-poly1305": ChaCha20Poly1305,
}


class NotAuthentic(Exception):
    """The tag does not match: another key, nonce or associated data, or changed ciphertext."""


def seal(cipher: RawCipher, key: bytes, nonce: bytes, plaintext: bytes, associated_data: bytes) -> bytes:
    """Return the ciphertext with its 16-byte tag at the end. A nonce serves one message per key."""
    if cipher == "xchacha20-poly1305":
        from nacl import bindings  # noqa: PLC0415 - loaded by the first call that needs it

        return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, associated_data, nonce, key)
    return _TWELVE_BYTE[cipher](key).encrypt(nonce, plaintext, associated_data)


def unseal(cipher: RawCipher, key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
    """Return the plaintext of what `seal` gave. Raises NotAuthentic, and then tells nothing of it."""
    try:
        if cipher == "xchacha20-poly1305":
            return _unseal_xchacha(key, nonce, sealed, associated_data)
        return _TWELVE_BYTE[cipher](key).decrypt(nonce, sealed, associated_data)
    except InvalidTag as error:
        raise NotAuthentic from error


def _unseal_xchacha(key: bytes, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
    from nacl import bindings, exceptions  # noqa: PLC0415 - loaded by the first call that needs it

    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, associated_data, nonce, key)
    except (exceptions.CryptoError, ValueError) as error:
        raise NotAuthentic from error
