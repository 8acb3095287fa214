"""The least strength of keys that sign or encrypt here (RFC 7518, sections 3.2 and 3.3; NIST SP 800-131A)."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from servicekit import InvalidInput

MIN_RSA_BITS = 2048


class WeakKey(InvalidInput):
    code = "KEY_TOO_WEAK"
    message = "'{field}' is an RSA key of {bits} bits; at least {limit} bits are required."


def require_strong(key: Any, field: str) -> None:
    """Raise WeakKey for an RSA key of less than 2048 bits."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS:
        raise WeakKey(field=field, bits=key.key_size, limit=MIN_RSA_BITS)
