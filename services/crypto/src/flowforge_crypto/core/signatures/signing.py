"""Digital signatures over texts and files, by the algorithm's name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from pydantic import Field

from flowforge_crypto.core.keys.jwk_terms import UNRESTRICTED, JwkTerms
from flowforge_crypto.core.keys.strength import MIN_RSA_BITS, require_strong
from flowforge_crypto.core.keys.types import Key, UnsuitableKey, type_of
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import InvalidInput

SignatureAlgorithm = Literal[
    "ed25519",
    "ecdsa-sha256",
    "ecdsa-sha384",
    "ecdsa-sha512",
    "rsa-pss-sha256",
    "rsa-pss-sha384",
    "rsa-pss-sha512",
    "rsa-pkcs1-sha256",
    "rsa-pkcs1-sha384",
    "rsa-pkcs1-sha512",
    "ml-dsa-44",
    "ml-dsa-65",
    "ml-dsa-87",
]
ALGORITHMS: tuple[SignatureAlgorithm, ...] = get_args(SignatureAlgorithm)
EcdsaFormat = Literal["der", "p1363"]
SaltLength = Annotated[int, Field(ge=0, le=512)]
_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_OF_CURVE: dict[str, SignatureAlgorithm] = {"ec-p384": "ecdsa-sha384", "ec-p521": "ecdsa-sha512"}
_JOSE_FAMILIES = {"rsa-pss": "PS", "rsa-pkcs1": "RS", "ecdsa": "ES"}


class UnsuitableSaltLength(InvalidInput):
    code = "SALT_LENGTH_UNSUITABLE"
    message = "'salt_length' {reason}."


class UndecodableSignature(InvalidInput):
    code = "SIGNATURE_UNDECODABLE"
    message = "'signature' is not in the format {format}: check 'signature_format'."


@dataclass(frozen=True, slots=True)
class SignatureOptions:
    """How a signature is written: the form of ECDSA, and the salt of RSA-PSS in bytes, None for the usual."""

    ecdsa_format: EcdsaFormat = "der"
    salt_length: int | None = None


def choose(key: Key, asked: SignatureAlgorithm | None, terms: JwkTerms = UNRESTRICTED) -> SignatureAlgorithm:
    """Return the algorithm that is asked for, that a JWK names in `alg`, or the usual one of the key.

    Raises UnsuitableKey, KeyNotForUse.
    """
    name = type_of(key)
    if asked is None:
        asked = (
            _named_by(terms, name) or next((one for one in ALGORITHMS if one == name), None) or _usual(name)
        )
    if asked is None:
        allowed = "RSA, EC, Ed25519 or ML-DSA"
        raise UnsuitableKey(field="key", type=name, purpose="a signature", allowed=allowed)
    if not _fits(asked, name):
        family = asked.split("-", maxsplit=1)[0]
        raise UnsuitableKey(field="key", type=name, purpose=asked, allowed=f"a key of type {family}")
    terms.require_algorithm(jose_names(asked, name), "key", asked)
    return asked


def jose_names(algorithm: SignatureAlgorithm, key_type: str) -> tuple[str, ...]:
    """Return what a JWK of this type calls the algorithm in `alg` (RFC 7518, 8037, 8812, 9964)."""
    if algorithm == "ed25519":
        return ("EdDSA", "Ed25519")
    if algorithm.startswith("ml-dsa"):
        return (algorithm.upper(),)
    family, _, digest = algorithm.rpartition("-sha")
    suffix = "K" if key_type == "ec-secp256k1" else ""
    return (f"{_JOSE_FAMILIES[family]}{digest}{suffix}",)


def sign(key: Any, algorithm: SignatureAlgorithm, form: TextOrFile, options: SignatureOptions) -> bytes:
    """Sign the form's data.

    Raises WeakKey, UnsuitableSaltLength, UndecodableText, FileTooLargeForMemory (Ed25519 only).
    """
    _require_salt(options, algorithm)
    if isinstance(key, rsa.RSAPrivateKey):
        require_strong(key, "key")
        digest, chosen = _digest(algorithm, form)
        _require_room(options, key.key_size, chosen.digest_size)
        return key.sign(digest, _padding(algorithm, chosen, options, for_signing=True), Prehashed(chosen))
    if isinstance(key, ec.EllipticCurvePrivateKey):
        digest, chosen = _digest(algorithm, form)
        signature = key.sign(digest, ec.ECDSA(Prehashed(chosen)))
        return signature if options.ecdsa_format == "der" else _to_p1363(signature, key.curve.key_size)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(_whole(form))
    signed: bytes = key.sign_mu(_mu(key.public_key(), form))
    return signed


def verify(
    key: Any, algorithm: SignatureAlgorithm, form: TextOrFile, signature: bytes, options: SignatureOptions
) -> bool:
    """Return whether *signature* is *key*'s over the form's data.

    Raises UndecodableSignature for P1363, UnsuitableSaltLength.
    """
    _require_salt(options, algorithm)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            digest, chosen = _digest(algorithm, form)
            padded = _padding(algorithm, chosen, options, for_signing=False)
            key.verify(signature, digest, padded, Prehashed(chosen))
        elif isinstance(key, ec.EllipticCurvePublicKey):
            digest, chosen = _digest(algorithm, form)
            raw = options.ecdsa_format == "p1363"
            der = _from_p1363(signature, key.curve.key_size) if raw else signature
            key.verify(der, digest, ec.ECDSA(Prehashed(chosen)))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, _whole(form))
        else:
            key.verify_mu(signature, _mu(key, form))
    except InvalidSignature:
        return False
    return True


def is_weak(key: Any) -> bool:
    """Return whether others could forge signatures of this key: RSA below 2048 bits."""
    return isinstance(key, rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS


def _fits(algorithm: SignatureAlgorithm, key_type: str) -> bool:
    family = {"ecdsa": "ec", "rsa": "rsa"}.get(algorithm.split("-", maxsplit=1)[0])
    return algorithm == key_type or family == key_type.split("-", maxsplit=1)[0]


def _named_by(terms: JwkTerms, key_type: str) -> SignatureAlgorithm | None:
    if terms.algorithm is None:
        return None
    fitting = (one for one in ALGORITHMS if _fits(one, key_type))
    return next((one for one in fitting if terms.allows_algorithm(*jose_names(one, key_type))), None)


def _require_salt(options: SignatureOptions, algorithm: str) -> None:
    if options.salt_length is not None and not algorithm.startswith("rsa-pss"):
        raise UnsuitableSaltLength(reason=f"applies to rsa-pss algorithms only, and this one is {algorithm}")


def _require_room(options: SignatureOptions, key_bits: int, digest_bytes: int) -> None:
    most = (key_bits - 1 + 7) // 8 - digest_bytes - 2  # RFC 8017, 9.1.1
    if options.salt_length is not None and options.salt_length > most:
        raise UnsuitableSaltLength(reason=f"is {options.salt_length}: this key and hash leave {most} bytes")


def _usual(name: str) -> SignatureAlgorithm | None:
    if name.startswith("rsa-"):
        return "rsa-pss-sha256"
    return _OF_CURVE.get(name, "ecdsa-sha256") if name.startswith("ec-") else None


def _digest(algorithm: str, form: TextOrFile) -> tuple[bytes, hashes.HashAlgorithm]:
    name = algorithm.rsplit("-", 1)[1]
    chosen = _HASHES[name]()
    if form.file is not None and name == "sha256":
        return bytes.fromhex(form.file.sha256), chosen  # known since the upload
    state = hashes.Hash(chosen)
    for piece in form.pieces():
        state.update(piece)
    return state.finalize(), chosen


def _padding(
    algorithm: str, chosen: hashes.HashAlgorithm, options: SignatureOptions, *, for_signing: bool
) -> padding.AsymmetricPadding:
    if algorithm.startswith("rsa-pkcs1"):
        return padding.PKCS1v15()
    usual = padding.PSS.DIGEST_LENGTH if for_signing else padding.PSS.AUTO
    salt = usual if options.salt_length is None else options.salt_length
    return padding.PSS(mgf=padding.MGF1(chosen), salt_length=salt)


def _whole(form: TextOrFile) -> bytes:
    return form.file.content if form.file is not None else b"".join(form.pieces())


def _mu(public: Any, form: TextOrFile) -> bytes:
    hasher = mldsa.MLDSAMuHasher(public)
    for piece in form.pieces():
        hasher.update(piece)
    return hasher.finalize()


def _to_p1363(der: bytes, bits: int) -> bytes:
    size = (bits + 7) // 8
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(der))


def _from_p1363(raw: bytes, bits: int) -> bytes:
    size = (bits + 7) // 8
    if len(raw) != 2 * size:
        raise UndecodableSignature(format="p1363")
    return encode_dss_signature(int.from_bytes(raw[:size], "big"), int.from_bytes(raw[size:], "big"))
