"""The kinds of asymmetric keys: what they are called, how they are made, what they are for."""

from collections.abc import Callable
from typing import Literal, get_args

from cryptography.hazmat.primitives.asymmetric import (
    dsa,
    ec,
    ed448,
    ed25519,
    mldsa,
    mlkem,
    rsa,
    x448,
    x25519,
)
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

from servicekit import InvalidInput

Key = PrivateKeyTypes | PublicKeyTypes
KeyType = Literal[
    "rsa-2048",
    "rsa-3072",
    "rsa-4096",
    "ec-p256",
    "ec-p384",
    "ec-p521",
    "ec-secp256k1",
    "ed25519",
    "x25519",
    "ml-kem-768",
    "ml-kem-1024",
    "ml-dsa-44",
    "ml-dsa-65",
    "ml-dsa-87",
]
KEY_TYPES: tuple[KeyType, ...] = get_args(KeyType)
_CURVES = {
    "secp256r1": "ec-p256",
    "secp384r1": "ec-p384",
    "secp521r1": "ec-p521",
    "secp256k1": "ec-secp256k1",
}
_NAMES: tuple[tuple[tuple[type, type], str], ...] = (
    ((ed25519.Ed25519PrivateKey, ed25519.Ed25519PublicKey), "ed25519"),
    ((x25519.X25519PrivateKey, x25519.X25519PublicKey), "x25519"),
    ((ed448.Ed448PrivateKey, ed448.Ed448PublicKey), "ed448"),
    ((x448.X448PrivateKey, x448.X448PublicKey), "x448"),
    ((dsa.DSAPrivateKey, dsa.DSAPublicKey), "dsa"),
    ((mlkem.MLKEM768PrivateKey, mlkem.MLKEM768PublicKey), "ml-kem-768"),
    ((mlkem.MLKEM1024PrivateKey, mlkem.MLKEM1024PublicKey), "ml-kem-1024"),
    ((mldsa.MLDSA44PrivateKey, mldsa.MLDSA44PublicKey), "ml-dsa-44"),
    ((mldsa.MLDSA65PrivateKey, mldsa.MLDSA65PublicKey), "ml-dsa-65"),
    ((mldsa.MLDSA87PrivateKey, mldsa.MLDSA87PublicKey), "ml-dsa-87"),
)
_MAKERS: dict[str, Callable[[], PrivateKeyTypes]] = {
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa-3072": lambda: rsa.generate_private_key(65537, 3072),
    "rsa-4096": lambda: rsa.generate_private_key(65537, 4096),
    "ec-p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "ec-p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ec-p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ec-secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "x25519": x25519.X25519PrivateKey.generate,
    "ml-kem-768": mlkem.MLKEM768PrivateKey.generate,
    "ml-kem-1024": mlkem.MLKEM1024PrivateKey.generate,
    "ml-dsa-44": mldsa.MLDSA44PrivateKey.generate,
    "ml-dsa-65": mldsa.MLDSA65PrivateKey.generate,
    "ml-dsa-87": mldsa.MLDSA87PrivateKey.generate,
}


class UnsuitableKey(InvalidInput):
    code = "KEY_TYPE_UNSUITABLE"
    message = "'{field}' is a key of type {type}; {purpose} needs {allowed}."


def generate(key_type: KeyType) -> PrivateKeyTypes:
    """Make a private key of this type."""
    return _MAKERS[key_type]()


def type_of(key: Key) -> str:
    """Return the key's type, such as rsa-2048, ec-p256 or ed25519; a KeyType for those that we make."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        return f"rsa-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        return _CURVES.get(key.curve.name, f"ec-{key.curve.name}")
    return next((name for classes, name in _NAMES if isinstance(key, classes)), "unknown")


def is_private(key: Key) -> bool:
    return hasattr(key, "private_bytes")


def public_of(key: Key) -> PublicKeyTypes:
    """Return the public key of a pair, or the public key itself."""
    return key.public_key() if hasattr(key, "public_key") else key
