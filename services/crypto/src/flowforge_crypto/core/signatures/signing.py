"""Digital signatures over texts and files, by the algorithm's name."""

from collections.abc import Callable
from typing import Any, Literal, get_args

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)

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
MIN_RSA_BITS = 2048
_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_OF_CURVE: dict[str, SignatureAlgorithm] = {"ec-p384": "ecdsa-sha384", "ec-p521": "ecdsa-sha512"}


class WeakKey(InvalidInput):
    code = "KEY_TOO_WEAK"
    message = "'{field}' is an RSA key of {bits} bits: {limit} are the least that signs or encrypts here."


class UndecodableSignature(InvalidInput):
    code = "SIGNATURE_UNDECODABLE"
    message = "'signature' is not in the format {format}: check 'signature_format'."


def choose(key: Key, asked: SignatureAlgorithm | None) -> SignatureAlgorithm:
    """Return the algorithm that is asked for, or the usual one of the key. Raises UnsuitableKey."""
    name = type_of(key)
    if asked is None:
        asked = next((one for one in ALGORITHMS if one == name), None) or _usual(name)
    if asked is None:
        allowed = "RSA, EC, Ed25519 or ML-DSA"
        raise UnsuitableKey(field="key", type=name, purpose="a signature", allowed=allowed)
    family = asked.split("-", maxsplit=1)[0]
    fits = asked == name or {"ecdsa": "ec", "rsa": "rsa"}.get(family) == name.split("-", maxsplit=1)[0]
    if not fits:
        raise UnsuitableKey(field="key", type=name, purpose=asked, allowed=f"a key of type {family}")
    return asked


def sign(key: Any, algorithm: SignatureAlgorithm, form: TextOrFile, ecdsa_format: EcdsaFormat) -> bytes:
    """Sign the form's data. Raises WeakKey, UndecodableText, FileTooLargeForMemory (Ed25519 only)."""
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < MIN_RSA_BITS:
            raise WeakKey(field="key", bits=key.key_size, limit=MIN_RSA_BITS)
        digest, chosen = _digest(algorithm, form)
        return key.sign(digest, _padding(algorithm, chosen, for_signing=True), Prehashed(chosen))
    if isinstance(key, ec.EllipticCurvePrivateKey):
        digest, chosen = _digest(algorithm, form)
        signature = key.sign(digest, ec.ECDSA(Prehashed(chosen)))
        return signature if ecdsa_format == "der" else _to_p1363(signature, key.curve.key_size)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(_whole(form))
    signed: bytes = key.sign_mu(_mu(key.public_key(), form))
    return signed


def verify(
    key: Any, algorithm: SignatureAlgorithm, form: TextOrFile, signature: bytes, ecdsa_format: EcdsaFormat
) -> bool:
    """Tell whether *signature* is *key*'s over the form's data. Raises UndecodableSignature for P1363."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            digest, chosen = _digest(algorithm, form)
            key.verify(signature, digest, _padding(algorithm, chosen, for_signing=False), Prehashed(chosen))
        elif isinstance(key, ec.EllipticCurvePublicKey):
            digest, chosen = _digest(algorithm, form)
            der = signature if ecdsa_format == "der" else _from_p1363(signature, key.curve.key_size)
            key.verify(der, digest, ec.ECDSA(Prehashed(chosen)))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, _whole(form))
        else:
            key.verify_mu(signature, _mu(key, form))
    except InvalidSignature:
        return False
    return True


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


def _padding(algorithm: str, chosen: hashes.HashAlgorithm, *, for_signing: bool) -> padding.AsymmetricPadding:
    if algorithm.startswith("rsa-pkcs1"):
        return padding.PKCS1v15()
    salt = padding.PSS.DIGEST_LENGTH if for_signing else padding.PSS.AUTO
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
