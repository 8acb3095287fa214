"""What `openssl enc` and CryptoJS write: "Salted__", a salt of 8 bytes, and AES-CBC under a passphrase."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from flowforge_crypto.core.encryption.legacy import BLOCK_BYTES, decrypt_cbc
from servicekit import InvalidInput

MAGIC = b"Salted__"
HEAD_BYTES = 16
SaltedHash = Literal["sha256", "sha512", "sha1", "md5"]
SaltedKdf = Literal["pbkdf2", "evp-bytes-to-key"]


class NotSalted(InvalidInput):
    code = "OPENSSL_NOT_SALTED"
    message = "'ciphertext' does not begin with 'Salted__' and a salt: it was not made by 'openssl enc'."


@dataclass(frozen=True, slots=True)
class SaltedTerms:
    """How the passphrase becomes key and IV. OpenSSL uses SHA-256 since 1.1.0; before, and CryptoJS, MD5."""

    kdf: SaltedKdf = "pbkdf2"
    hash: SaltedHash = "sha256"
    iterations: int = 10_000
    key_bytes: int = 32

    @property
    def blocks(self) -> int:
        """How often PBKDF2 runs all its iterations."""
        return -(-(self.key_bytes + BLOCK_BYTES) // hashlib.new(self.hash, usedforsecurity=False).digest_size)

    def derive(self, passphrase: bytes, salt: bytes) -> tuple[bytes, bytes]:
        """Return key and IV."""
        size = self.key_bytes + BLOCK_BYTES
        if self.kdf == "pbkdf2":
            material = hashlib.pbkdf2_hmac(self.hash, passphrase, salt, self.iterations, size)
        else:
            material = self._evp_bytes_to_key(passphrase + salt, size)
        return material[: self.key_bytes], material[self.key_bytes : size]

    def _evp_bytes_to_key(self, seed: bytes, size: int) -> bytes:
        material = block = b""
        while len(material) < size:
            block = hashlib.new(self.hash, block + seed, usedforsecurity=False).digest()
            material += block
        return material


def decrypt_salted(data: bytes, passphrase: bytes, terms: SaltedTerms) -> bytes:
    """Return the plaintext. Raises NotSalted, LegacyUndecryptable."""
    if not data.startswith(MAGIC) or len(data) < HEAD_BYTES:
        raise NotSalted
    key, iv = terms.derive(passphrase, data[len(MAGIC) : HEAD_BYTES])
    return decrypt_cbc(key, iv, data[HEAD_BYTES:])
