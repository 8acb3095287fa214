"""OpenPGP keys that GnuPG can use (RFC 4880); imported in the worker process only.

Sequoia's own keys announce the encryption of RFC 9580. Senders then use it, and GnuPG cannot read it.
"""

import warnings
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it names ciphers that `cryptography` will drop; none of them is used
    from pgpy import PGPUID, PGPKey
    from pgpy.constants import (
        CompressionAlgorithm,
        EllipticCurveOID,
        HashAlgorithm,
        KeyFlags,
        PubKeyAlgorithm,
        SymmetricKeyAlgorithm,
    )

_SIGNING, _ENCRYPTION = 0, 1
_SUITES: dict[str, tuple[tuple[Any, Any], tuple[Any, Any]]] = {
    "curve25519": (
        (PubKeyAlgorithm.EdDSA, EllipticCurveOID.Ed25519),
        (PubKeyAlgorithm.ECDH, EllipticCurveOID.Curve25519),
    ),
    **{
        f"p{size}": (
            (PubKeyAlgorithm.ECDSA, EllipticCurveOID[f"NIST_P{size}"]),
            (PubKeyAlgorithm.ECDH, EllipticCurveOID[f"NIST_P{size}"]),
        )
        for size in (256, 384, 521)
    },
    **{f"rsa-{size}": ((PubKeyAlgorithm.RSAEncryptOrSign, size),) * 2 for size in (2048, 3072, 4096)},
}
_PREFERENCES = {
    "hashes": [HashAlgorithm.SHA512, HashAlgorithm.SHA384, HashAlgorithm.SHA256],
    "ciphers": [
        SymmetricKeyAlgorithm.AES256,
        SymmetricKeyAlgorithm.AES192,
        SymmetricKeyAlgorithm.AES128,
    ],
    "compression": [CompressionAlgorithm.ZLIB, CompressionAlgorithm.ZIP, CompressionAlgorithm.Uncompressed],
}


def generate(user_id: str, suite: str, validity: timedelta | None) -> bytes:
    """Return an armored private key: a primary key that certifies and signs, and a subkey that encrypts."""
    suites = _SUITES[suite]
    key = PGPKey.new(*suites[_SIGNING])
    key.add_uid(
        _user_id(user_id), usage={KeyFlags.Certify, KeyFlags.Sign}, key_expiration=validity, **_PREFERENCES
    )
    key.add_subkey(
        PGPKey.new(*suites[_ENCRYPTION]),
        usage={KeyFlags.EncryptCommunications, KeyFlags.EncryptStorage},
        key_expiration=validity,
    )
    return str(key).encode()


def _user_id(text: str) -> Any:
    name, address = parseaddr(text)
    return PGPUID.new(name, email=address) if name and address else PGPUID.new(text)
