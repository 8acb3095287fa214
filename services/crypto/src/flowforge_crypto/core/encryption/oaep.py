"""RSA-OAEP (RFC 8017, section 7.1)."""

from collections.abc import Callable
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from flowforge_crypto.core.keys.reading import read_private, read_public
from flowforge_crypto.core.keys.types import UnsuitableKey, type_of
from flowforge_crypto.core.signatures.signing import MIN_RSA_BITS, WeakKey
from servicekit import InvalidInput

OaepHash = Literal["sha256", "sha384", "sha512", "sha1"]
_HASHES: dict[OaepHash, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha1": hashes.SHA1,
}


class TooLongForRsa(InvalidInput):
    code = "TEXT_TOO_LONG_FOR_KEY"
    message = (
        "'text' has {size} bytes: this key takes {limit}. Take hpke/encrypt or jwe/encrypt for longer texts."
    )


class RsaUndecryptable(InvalidInput):
    code = "RSA_NOT_DECRYPTABLE"
    message = "'ciphertext' cannot be decrypted: another key, hash or label, or it was changed."


def encrypt_oaep(key_text: str, hash_name: OaepHash, label: bytes, plaintext: bytes) -> bytes:
    """Encrypt to a public key. Raises the errors of reading a key, UnsuitableKey, WeakKey, TooLongForRsa."""
    key = read_public(key_text)
    if not isinstance(key, rsa.RSAPublicKey):
        raise UnsuitableKey(field="key", type=type_of(key), purpose="rsa/encrypt", allowed="an RSA key")
    if key.key_size < MIN_RSA_BITS:
        raise WeakKey(field="key", bits=key.key_size, limit=MIN_RSA_BITS)
    limit = key.key_size // 8 - 2 * _HASHES[hash_name]().digest_size - 2
    if len(plaintext) > limit:
        raise TooLongForRsa(size=len(plaintext), limit=limit)
    return key.encrypt(plaintext, _padding(hash_name, label))


def decrypt_oaep(key_text: str, hash_name: OaepHash, label: bytes, ciphertext: bytes) -> bytes:
    """Decrypt with a private key. Raises the errors of reading a key, UnsuitableKey, RsaUndecryptable."""
    key = read_private(key_text)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnsuitableKey(field="key", type=type_of(key), purpose="rsa/decrypt", allowed="an RSA key")
    try:
        return key.decrypt(ciphertext, _padding(hash_name, label))
    except ValueError as error:
        raise RsaUndecryptable from error


def _padding(hash_name: OaepHash, label: bytes) -> padding.OAEP:
    chosen = _HASHES[hash_name]()
    return padding.OAEP(mgf=padding.MGF1(chosen), algorithm=chosen, label=label or None)
