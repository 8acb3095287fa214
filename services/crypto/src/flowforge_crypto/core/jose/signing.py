"""JWS (RFC 7515): which algorithm goes with which key, and compact serialization."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact

from flowforge_crypto.core.jose.keys import AnyJoseKey
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

SECRET_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}


class AlgorithmNotForKey(InvalidInput):
    code = "JOSE_ALGORITHM_UNSUITABLE"
    message = "'algorithm' {algorithm} does not go with this key: it takes {allowed}."


class NotSignable(InvalidInput):
    code = "TOKEN_NOT_SIGNABLE"
    message = "The token cannot be signed: {reason}."


class NotSigned(Exception):
    """The token is malformed, uses another algorithm, or its signature fits none of the keys."""

    def __init__(self, reason: Literal["malformed", "algorithm", "key", "signature"]) -> None:
        self.reason = reason
        super().__init__(reason)


class _Registry(JWSRegistry):
    """Allows exactly the algorithms that it is given, and tokens with certificate chains and long claims."""

    max_header_length = 16_384
    max_payload_length = 1 << 20

    def get_alg(self, name: str) -> JWSAlgModel:
        if self.allowed is None or name not in self.allowed:
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


def allowed_for(key: AnyJoseKey) -> tuple[JwsAlgorithm, ...]:
    """Return the algorithms that go with *key*, the usual one first: a public key is never a secret."""
    if isinstance(key, OctKey):
        return ("HS256", "HS384", "HS512")
    if isinstance(key, RSAKey):
        return ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
    if isinstance(key, ECKey):
        return (_OF_CURVE[key.curve_name],)
    return ("EdDSA", "Ed25519") if key.curve_name == "Ed25519" else ()


def choose_algorithm(key: AnyJoseKey, asked: JwsAlgorithm | None) -> JwsAlgorithm:
    """Return the algorithm to sign with. Raises AlgorithmNotForKey, PrivateKeyNeeded."""
    allowed = allowed_for(key)
    if not allowed or (asked is not None and asked not in allowed):
        raise AlgorithmNotForKey(algorithm=asked or "of a signature", allowed=", ".join(allowed) or "none")
    if not key.is_private:
        raise PrivateKeyNeeded(field="key")
    return asked or allowed[0]


def sign_compact(header: dict[str, Any], payload: bytes, key: AnyJoseKey) -> str:
    """Return the compact serialization; *header* names the algorithm. Raises NotSignable."""
    if extended := _EXTENSIONS & header.keys():
        raise NotSignable(reason=f"its header has {min(extended)!r}, and no extension is understood here")
    registry = _Registry(algorithms=[header["alg"]], strict_check_header=False)
    try:
        return serialize_compact(header, payload, key, registry=registry)
    except JoseError as error:
        raise NotSignable(
            reason="its header has a field that RFC 7515 does not, or of another type"
        ) from error


def verify_compact(
    token: str, keys: Sequence[AnyJoseKey], asked: Sequence[JwsAlgorithm] | None
) -> tuple[dict[str, Any], bytes]:
    """Return header and payload of a token that one of *keys* signed. Raises NotSigned."""
    reason: Literal["malformed", "algorithm", "key", "signature"] = "key"
    for key in keys:
        allowed = [name for name in allowed_for(key) if asked is None or name in asked]
        registry = _Registry(algorithms=allowed, strict_check_header=False)
        try:
            signed = deserialize_compact(token.strip(), key, registry=registry)
        except UnsupportedAlgorithmError:
            reason = "algorithm" if reason == "key" else reason
        except JoseError as error:
            if type(error).__name__ != "BadSignatureError":
                raise NotSigned("malformed") from error
            reason = "signature"
        except (ValueError, TypeError, RecursionError) as error:
            raise NotSigned("malformed") from error
        else:
            header = dict(signed.headers())
            if _EXTENSIONS & header.keys():
                raise NotSigned("malformed")
            return header, signed.payload or b""
    raise NotSigned(reason)
