"""JWS (RFC 7515): which algorithm goes with which key, and compact serialization."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

from joserfc.errors import BadSignatureError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact

from flowforge_crypto.core.jose.faults import LIBRARY_FAULTS
from flowforge_crypto.core.jose.keys import AnyJoseKey, TokenKey
from flowforge_crypto.core.jose.tokens import Failure, NotSigned, read_header
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from servicekit import InvalidInput

JwsAlgorithm = Literal[
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
    "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519",
]  # fmt: skip
JWS_ALGORITHMS: tuple[JwsAlgorithm, ...] = get_args(JwsAlgorithm)
_OF_CURVE: dict[str, JwsAlgorithm] = {
    "P-256": "ES256",
    "P-384": "ES384",
    "P-521": "ES512",
    "secp256k1": "ES256K",
}
_EXTENSIONS = {"crit", "b64"}
"""What changes a token's meaning for those who understand it (RFC 7515, 4.1.11; RFC 7797): refused."""

SECRET_BYTES: dict[str, int] = {"HS256": 32, "HS384": 48, "HS512": 64}
"""The least length of a shared secret (RFC 7518, section 3.2)."""


class AlgorithmNotForKey(InvalidInput):
    code = "JOSE_ALGORITHM_UNSUITABLE"
    message = "'algorithm' {algorithm} does not go with this key, which allows {allowed}."


class SecretTooShort(InvalidInput):
    code = "SECRET_TOO_SHORT"
    message = (
        "'{field}' has {size} bytes; {algorithm} needs at least {wanted}. "
        "key/generate-symmetric makes one that is long enough."
    )


class NotSignable(InvalidInput):
    code = "TOKEN_NOT_SIGNABLE"
    message = "The token cannot be signed: {reason}."


class _Registry(JWSRegistry):
    """Allows exactly the algorithms that it is given, and tokens with certificate chains and long claims."""

    max_header_length = 16_384
    max_payload_length = 1 << 20

    def get_alg(self, name: str) -> JWSAlgModel:
        if self.allowed is None or name not in self.allowed:
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


def allowed_for(hand: TokenKey) -> tuple[JwsAlgorithm, ...]:
    """Return the algorithms that go with a key, the usual one first: a public key is never a secret."""
    names = _of_type(hand.key)
    return tuple(one for one in names if hand.terms.allows_algorithm(one))


def choose_algorithm(hand: TokenKey, asked: JwsAlgorithm | None) -> JwsAlgorithm:
    """Return the algorithm to sign with. Raises AlgorithmNotForKey, PrivateKeyNeeded, SecretTooShort."""
    allowed = allowed_for(hand)
    if not allowed or (asked is not None and asked not in allowed):
        raise AlgorithmNotForKey(
            algorithm=asked or "of a signature",
            allowed=", ".join(allowed) or "none of the signature algorithms",
        )
    if not hand.key.is_private:
        raise PrivateKeyNeeded(field="key")
    algorithm = asked or _usual(hand, allowed)
    if is_weak(hand, algorithm):
        size, field = len(hand.secret or b""), "key" if hand.terms.is_private else "secret"
        raise SecretTooShort(field=field, size=size, algorithm=algorithm, wanted=SECRET_BYTES[algorithm])
    return algorithm


def is_weak(hand: TokenKey, algorithm: str) -> bool:
    """Return whether a shared secret is shorter than the algorithm's hash: it may be guessed."""
    return hand.secret is not None and len(hand.secret) < SECRET_BYTES.get(algorithm, 0)


def sign_compact(header: dict[str, Any], payload: bytes, hand: TokenKey) -> str:
    """Return the compact serialization; *header* names the algorithm. Raises NotSignable."""
    if extended := _EXTENSIONS & header.keys():
        raise NotSignable(reason=f"'header' has {min(extended)!r}, an extension that is not supported")
    registry = _Registry(algorithms=[header["alg"]], strict_check_header=False)
    try:
        return serialize_compact(header, payload, hand.key, registry=registry)
    except LIBRARY_FAULTS as error:
        raise NotSignable(
            reason="its header has a field of another type than RFC 7515 allows, or it is too long"
        ) from error


def verify_compact(
    token: str, keys: Sequence[TokenKey], asked: Sequence[JwsAlgorithm] | None
) -> tuple[dict[str, Any], bytes, TokenKey]:
    """Return header and payload of a token, and which of *keys* signed it. Raises NotSigned."""
    stripped = token.strip()
    header = _readable_header(stripped)
    reason: Failure = "key"
    for hand in keys:
        allowed: list[str] = [one for one in allowed_for(hand) if asked is None or one in asked]
        if header["alg"] not in allowed:
            reason = "algorithm" if reason == "key" else reason
            continue
        registry = _Registry(algorithms=[header["alg"]], strict_check_header=False)
        try:
            signed = deserialize_compact(stripped, hand.key, registry=registry)
        except BadSignatureError:
            reason = "signature"
        except LIBRARY_FAULTS as error:
            raise NotSigned("malformed") from error
        else:
            return header, signed.payload or b"", hand
    raise NotSigned(reason)


def _readable_header(token: str) -> dict[str, Any]:
    header = read_header(token)
    if _EXTENSIONS & header.keys() or not isinstance(header.get("alg"), str):
        raise NotSigned("malformed")
    return header


def _of_type(key: AnyJoseKey) -> tuple[JwsAlgorithm, ...]:
    if isinstance(key, OctKey):
        return ("HS256", "HS384", "HS512")
    if isinstance(key, RSAKey):
        return ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
    if isinstance(key, ECKey):
        return (_OF_CURVE[key.curve_name],)
    return ("EdDSA", "Ed25519") if key.curve_name == "Ed25519" else ()


def _usual(hand: TokenKey, allowed: Sequence[JwsAlgorithm]) -> JwsAlgorithm:
    """Return the algorithm that the JWK names, or the first."""
    return next((one for one in allowed if one == hand.terms.algorithm), allowed[0])
