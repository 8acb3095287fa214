"""Nonces that callers choose: each counts once for a key."""

import hashlib

from flowforge_crypto.core.encryption.ciphers import NONCE_BYTES, RawCipher
from servicekit import Conflict, InvalidInput, Store, StoreConflict

GCM_NONCES = (8, 128)


class NonceReused(Conflict):
    code = "NONCE_REUSED"
    message = (
        "'nonce' was already used with this key, which would reveal both texts. Omit it to get a random one."
    )


class WrongNonceSize(InvalidInput):
    code = "NONCE_SIZE_WRONG"
    message = "'nonce' has {size} bytes: {cipher} takes {wanted}."


def require_size(nonce: bytes, cipher: RawCipher) -> None:
    """Raise WrongNonceSize unless the cipher takes a nonce of this size; GCM takes 8 to 128 bytes."""
    if cipher.endswith("-gcm"):
        if not GCM_NONCES[0] <= len(nonce) <= GCM_NONCES[1]:
            raise WrongNonceSize(size=len(nonce), cipher=cipher, wanted="8 to 128, usually 12")
    elif len(nonce) != NONCE_BYTES[cipher]:
        raise WrongNonceSize(size=len(nonce), cipher=cipher, wanted=NONCE_BYTES[cipher])


def use_once(store: Store, cipher: RawCipher, key: bytes, nonce: bytes) -> None:
    """Remember that *nonce* was used with *key*. Raises NonceReused the second time.

    What is kept is a SHA-256 over a 256-bit key: it gives neither key nor nonce away.
    """
    mark = hashlib.sha256(b"nonce\0" + cipher.encode() + b"\0" + key + nonce).hexdigest()
    try:
        store.put(f"nonce/{mark}", b"", if_version=0)
    except StoreConflict as error:
        raise NonceReused from error
