"""JWE (RFC 7516) in compact form: which algorithm goes with which key."""

from typing import Any, Literal, get_args

from joserfc.jwe import JWERegistry, decrypt_compact, encrypt_compact
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from flowforge_crypto.core.jose.faults import LIBRARY_FAULTS
from flowforge_crypto.core.jose.keys import AnyJoseKey, TokenKey
from flowforge_crypto.core.jose.signing import AlgorithmNotForKey
from flowforge_crypto.core.jose.tokens import NotSigned, read_header
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from servicekit import InvalidInput

JweAlgorithm = Literal[
    "dir", "A128KW", "A192KW", "A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW",
    "RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW",
]  # fmt: skip
JweContent = Literal["A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512"]
_KEY_BYTES: dict[JweContent, int] = {
    "A128GCM": 16,
    "A192GCM": 24,
    "A256GCM": 32,
    "A128CBC-HS256": 32,
    "A192CBC-HS384": 48,
    "A256CBC-HS512": 64,
}
_WRAPPING: dict[int, tuple[JweAlgorithm, ...]] = {
    16: ("A128KW", "A128GCMKW"),
    24: ("A192KW", "A192GCMKW"),
    32: ("A256KW", "A256GCMKW"),
}
_ALL = (*get_args(JweAlgorithm), *get_args(JweContent))


class NotDecryptable(InvalidInput):
    code = "JWE_NOT_DECRYPTABLE"
    message = (
        "'token' cannot be decrypted: wrong 'key' or 'secret', or it is not a compact JWE or was changed."
    )


class TokenAlgorithmRefused(InvalidInput):
    code = "JWE_ALGORITHM_REFUSED"
    message = "'token' is encrypted with {algorithm}, and 'key' or 'secret' allows {allowed}."


class _Registry(JWERegistry):
    """Allows our algorithms, longer texts than the library's default, and no compression."""

    max_protected_header_length = 4096
    max_ciphertext_length = 8 << 20


def choose_key_algorithm(hand: TokenKey, asked: JweAlgorithm | None, content: JweContent) -> JweAlgorithm:
    """Return the algorithm that carries the content key. Raises AlgorithmNotForKey."""
    allowed = _permitted(hand, content)
    if not allowed or (asked is not None and asked not in allowed):
        names = ", ".join(allowed) or f"none with {content}"
        raise AlgorithmNotForKey(algorithm=asked or f"with {content}", allowed=names)
    return asked or allowed[0]


def encrypt_token(header: dict[str, Any], plaintext: bytes, hand: TokenKey) -> str:
    """Return the compact serialization; *header* names both algorithms. Raises AlgorithmNotForKey."""
    try:
        return encrypt_compact(header, plaintext, hand.key, registry=_Registry(algorithms=_ALL))
    except LIBRARY_FAULTS as error:
        raise AlgorithmNotForKey(algorithm=header["alg"], allowed="another") from error


def decrypt_token(token: str, hand: TokenKey) -> tuple[dict[str, Any], bytes]:
    """Return header and plaintext. Raises NotDecryptable for whatever is wrong, PrivateKeyNeeded."""
    if not hand.key.is_private:
        raise PrivateKeyNeeded(field="key")
    try:
        header = read_header(token)
    except NotSigned as error:
        raise NotDecryptable from error
    _require_permitted(header, hand)
    try:
        opened = decrypt_compact(token.strip(), hand.key, registry=_Registry(algorithms=_ALL))
    except LIBRARY_FAULTS as error:
        raise NotDecryptable from error
    return header, opened.plaintext or b""


def _require_permitted(header: dict[str, Any], hand: TokenKey) -> None:
    algorithm, content = header.get("alg"), header.get("enc")
    if "zip" in header or "crit" in header or algorithm not in get_args(JweAlgorithm):
        raise NotDecryptable
    if content not in _KEY_BYTES:
        raise NotDecryptable
    if algorithm not in (allowed := _permitted(hand, content)):
        raise TokenAlgorithmRefused(algorithm=algorithm, allowed=", ".join(allowed) or f"none with {content}")


def _permitted(hand: TokenKey, content: JweContent) -> tuple[JweAlgorithm, ...]:
    """Return what the key's type and its `alg` allow; for "dir" that may be the content encryption."""
    return tuple(
        one
        for one in _allowed(hand.key, content)
        if hand.terms.allows_algorithm(*((one, content) if one == "dir" else (one,)))
    )


def _allowed(key: AnyJoseKey, content: JweContent) -> tuple[JweAlgorithm, ...]:
    if isinstance(key, RSAKey):
        return ("RSA-OAEP-256", "RSA-OAEP")
    if isinstance(key, ECKey) or (isinstance(key, OKPKey) and key.curve_name == "X25519"):
        return ("ECDH-ES+A256KW", "ECDH-ES+A192KW", "ECDH-ES+A128KW", "ECDH-ES")
    if not isinstance(key, OctKey):
        return ()
    size = len(key.raw_value)
    return _WRAPPING.get(size, ()) + (("dir",) if size == _KEY_BYTES[content] else ())
