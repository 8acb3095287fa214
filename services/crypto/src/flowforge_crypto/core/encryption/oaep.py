"""RSA-OAEP (RFC 8017, section 7.1), and PKCS #1 v1.5 (section 7.2) to read old data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from flowforge_crypto.core.keys.jwk_terms import terms_of
from flowforge_crypto.core.keys.reading import read_private, read_public
from flowforge_crypto.core.keys.strength import require_strong
from flowforge_crypto.core.keys.types import UnsuitableKey, type_of
from servicekit import InvalidInput

OaepHash = Literal["sha256", "sha384", "sha512", "sha1"]
_HASHES: dict[OaepHash, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha1": hashes.SHA1,
}
_JOSE_NAMES: dict[OaepHash, str] = {
    "sha1": "RSA-OAEP",
    "sha256": "RSA-OAEP-256",
    "sha384": "RSA-OAEP-384",
    "sha512": "RSA-OAEP-512",
}
PKCS1_WARNING = (
    "PKCS #1 v1.5 cannot detect a wrong key or a changed ciphertext: the text may be random. Never tell the "
    "sender whether decryption succeeded, and move to OAEP."
)


class TooLongForRsa(InvalidInput):
    code = "TEXT_TOO_LONG_FOR_KEY"
    message = (
        "'text' has {size} bytes; this key takes {limit}. Use hpke/encrypt or jwe/encrypt for longer texts."
    )


class RsaUndecryptable(InvalidInput):
    code = "RSA_NOT_DECRYPTABLE"
    message = (
        "'ciphertext' cannot be decrypted: wrong 'key', 'hash', 'mgf_hash' or 'label', or it was changed."
    )


@dataclass(frozen=True, slots=True)
class Oaep:
    """The parameters of OAEP. Java's default has SHA-256 with the mask generation of SHA-1."""

    hash: OaepHash = "sha256"
    mgf_hash: OaepHash | None = None
    label: bytes = b""

    @property
    def digest_size(self) -> int:
        return _HASHES[self.hash]().digest_size

    def padding(self) -> padding.OAEP:
        mgf = padding.MGF1(_HASHES[self.mgf_hash or self.hash]())
        return padding.OAEP(mgf=mgf, algorithm=_HASHES[self.hash](), label=self.label or None)

    def jose_names(self) -> tuple[str, ...]:
        """Return what a JWK for these parameters has as `alg`: nothing, where JOSE lacks them."""
        standard = self.mgf_hash in (None, self.hash) and not self.label
        return (_JOSE_NAMES[self.hash],) if standard else ()


def encrypt_oaep(key_text: str, oaep: Oaep, plaintext: bytes) -> bytes:
    """Encrypt to a public key. Raises the errors of reading a key, UnsuitableKey, WeakKey, TooLongForRsa."""
    key = read_public(key_text, "encrypt")
    if not isinstance(key, rsa.RSAPublicKey):
        raise UnsuitableKey(field="key", type=type_of(key), purpose="rsa/encrypt", allowed="an RSA key")
    require_strong(key, "key")
    _require_algorithm(key_text, oaep.jose_names())
    limit = key.key_size // 8 - 2 * oaep.digest_size - 2
    if len(plaintext) > limit:
        raise TooLongForRsa(size=len(plaintext), limit=limit)
    return key.encrypt(plaintext, oaep.padding())


def decrypt_oaep(key_text: str, oaep: Oaep, ciphertext: bytes) -> bytes:
    """Decrypt with a private key. Raises the errors of reading a key, UnsuitableKey, RsaUndecryptable."""
    key = _private(key_text)
    _require_algorithm(key_text, oaep.jose_names())
    try:
        return key.decrypt(ciphertext, oaep.padding())
    except ValueError as error:
        raise RsaUndecryptable from error


def decrypt_pkcs1(key_text: str, ciphertext: bytes) -> bytes:
    """Decrypt PKCS #1 v1.5. A wrong key gives random bytes (implicit rejection). Raises as decrypt_oaep."""
    key = _private(key_text)
    _require_algorithm(key_text, ("RSA1_5",))
    try:
        return key.decrypt(ciphertext, padding.PKCS1v15())
    except ValueError as error:
        raise RsaUndecryptable from error


def _private(key_text: str) -> rsa.RSAPrivateKey:
    key = read_private(key_text, "decrypt")
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnsuitableKey(field="key", type=type_of(key), purpose="rsa/decrypt", allowed="an RSA key")
    return key


def _require_algorithm(key_text: str, names: tuple[str, ...]) -> None:
    told = names[0] if names else "these OAEP parameters"
    terms_of(key_text).require_algorithm(names, "key", told)
