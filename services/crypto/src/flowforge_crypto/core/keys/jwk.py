"""JSON Web Keys (RFC 7517, 7518, 8037); ML-DSA as "AKP" (RFC 9964)."""

import base64
import binascii
import hashlib
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, rsa, x25519
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from flowforge_crypto.core.encodings.strict_json import read_object
from flowforge_crypto.core.keys.jwk_terms import JwkTerms
from flowforge_crypto.core.keys.types import Key, is_private, type_of

JoseKey = RSAKey | ECKey | OKPKey
_CURVES = ("secp256r1", "secp384r1", "secp521r1", "secp256k1")
_MATERIAL = {"kty", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "oth"}
"""What a key is made of. What else a JWK may hold is read by JwkTerms, or means nothing here."""

_ML_DSA: dict[str, tuple[Any, Any]] = {
    "ML-DSA-44": (mldsa.MLDSA44PrivateKey, mldsa.MLDSA44PublicKey),
    "ML-DSA-65": (mldsa.MLDSA65PrivateKey, mldsa.MLDSA65PublicKey),
    "ML-DSA-87": (mldsa.MLDSA87PrivateKey, mldsa.MLDSA87PublicKey),
}


def read(document: Any, *, skip_primes: bool) -> Key:
    """Return the key of a JWK. Raises ValueError for what is none."""
    if not isinstance(document, dict):
        raise ValueError("a JWK is a JSON object")  # noqa: TRY004 - one kind of error for every unreadable key
    try:
        JwkTerms.of(document)
        if document.get("kty") == "oct":
            raise ValueError("a symmetric JWK")
        if document.get("kty") == "AKP":
            return _read_ml_dsa(document)
        if document.get("kty") == "RSA" and "p" in document:
            return _read_rsa(document, skip_primes=skip_primes)
        key: Any = JWKRegistry.import_key({name: document[name] for name in _MATERIAL & document.keys()})
        found: Key = key.raw_value
    except (JoseError, LookupError, TypeError, AttributeError) as error:
        raise ValueError("not a JWK") from error
    return found


def read_symmetric(text: str) -> bytes | None:
    """Return the secret of a JWK of type "oct"; None for any other text."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        document = read_object(text)
        return (_bytes(document["k"]) or None) if document.get("kty") == "oct" else None
    except (ValueError, KeyError):
        return None


def as_jose(key: Key) -> JoseKey:
    """Return *key* as the JOSE library holds it. Raises ValueError for a type or curve that JOSE lacks."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey):
        return RSAKey(key, key)
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        if key.curve.name not in _CURVES:
            raise ValueError("no JWK of this curve")
        return ECKey(key, key)
    if isinstance(
        key,
        ed25519.Ed25519PrivateKey
        | ed25519.Ed25519PublicKey
        | x25519.X25519PrivateKey
        | x25519.X25519PublicKey,
    ):
        return OKPKey(key, key)
    raise ValueError("no JWK of this type")


def write(key: Key) -> dict[str, Any]:
    """Return the JWK of *key*, private if it is. Raises ValueError for a type without one."""
    name = type_of(key).upper()
    if name not in _ML_DSA:
        return dict(as_jose(key).as_dict(private=is_private(key)))
    document = {"kty": "AKP", "alg": name, "pub": _text(_public_raw(key))}
    if is_private(key):
        document["priv"] = _text(key.private_bytes_raw())  # type: ignore[union-attr]  # ML-DSA keys have it
    return document


def thumbprint(key: Key) -> str:
    """Return the SHA-256 thumbprint (RFC 7638). Raises ValueError for a type without a JWK."""
    if type_of(key).upper() not in _ML_DSA:
        return as_jose(key).thumbprint()
    required = {name: value for name, value in sorted(write(key).items()) if name != "priv"}
    canonical = json.dumps(required, separators=(",", ":")).encode("ascii")
    return _text(hashlib.sha256(canonical).digest())


def _read_ml_dsa(document: dict[str, Any]) -> Key:
    private, public = _ML_DSA[document["alg"]]
    if "priv" not in document:
        given: Key = public.from_public_bytes(_bytes(document["pub"]))
        return given
    key: Key = private.from_seed_bytes(_bytes(document["priv"]))
    if "pub" in document and _public_raw(key) != _bytes(document["pub"]):
        raise ValueError("'pub' and 'priv' do not belong together")
    return key


def _read_rsa(document: dict[str, Any], *, skip_primes: bool) -> Key:
    n, e, d, p, q, dp, dq, qi = (
        int.from_bytes(_bytes(document[name]), "big") for name in ("n", "e", "d", "p", "q", "dp", "dq", "qi")
    )
    numbers = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(e, n))
    return numbers.private_key(unsafe_skip_rsa_key_validation=skip_primes)


def _public_raw(key: Any) -> bytes:
    raw: bytes = (key.public_key() if is_private(key) else key).public_bytes_raw()
    return raw


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: Any) -> bytes:
    if not isinstance(text, str):
        raise binascii.Error("not text")
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
