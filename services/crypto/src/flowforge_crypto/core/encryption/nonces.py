"""Nonces that callers choose: each counts once for a key."""

import hashlib

from flowforge_crypto.core.encryption.ciphers import NONCE_BYTES, Cipher
from servicekit import Conflict, InvalidInput, Store, StoreConflict


class NonceReused(Conflict):
    code = "NONCE_REUSED"
    message = "'nonce' was used with this key before: a second use would give both texts away. Leave it out."


class WrongNonceSize(InvalidInput):
    code = "NONCE_SIZE_WRONG"
    message = "'nonce' has {size} bytes: {cipher} takes {wanted}."


def require_size(nonce: bytes, cipher: Cipher) -> None:
    """Raise WrongNonceSize unless *nonce* has the cipher's size."""
    if len(nonce) != NONCE_BYTES[cipher]:
        raise WrongNonceSize(size=len(nonce), cipher=cipher, wanted=NONCE_BYTES[cipher])


def use_once(store: Store, cipher: Cipher, key: bytes, nonce: bytes) -> None:
    """Remember that *nonce* was used with *key*. Raises NonceReused the second time.

    What is kept is a SHA-256 over a 256-bit key: it gives neither key nor nonce away.
    """
    mark = hashlib.sha256(b"nonce\0" + cipher.encode() + b"\0" + key + nonce).hexdigest()
    try:
        store.put(f"nonce/{mark}", b"", if_version=0)
    except StoreConflict as error:
        raise NonceReused from error
