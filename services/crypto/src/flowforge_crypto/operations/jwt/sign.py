"""Make a signed JSON Web Token (RFC 7519)."""

import json
import time
from typing import Annotated, Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.jose.keys import JoseKeySource
from flowforge_crypto.core.jose.signing import (
    SECRET_BYTES,
    AlgorithmNotForKey,
    JwsAlgorithm,
    NotSignable,
    choose_algorithm,
    sign_compact,
)
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import Inline, operation

Seconds = Annotated[int, Field(ge=1, le=315_360_000)]


class SignJwtRequest(JoseKeySource):
    claims: dict[str, Any] = Field(default_factory=dict)
    algorithm: JwsAlgorithm | None = Field(None, description="By default the key's usual one.")
    expires_in_seconds: Seconds | None = Field(None, description="Sets 'exp'.")
    issued_at: bool = Field(default=True, description="Sets 'iat' to now, unless 'claims' has one.")
    header: dict[str, Any] = Field(default_factory=dict, description="More header fields, such as 'kid'.")


class SignJwtResult(BaseModel):
    token: str
    algorithm: JwsAlgorithm
    weak: bool = Field(description="True if the secret is shorter than RFC 7518 demands.")


@operation(
    "/jwt/sign",
    errors=[UndecodableText, *KEY_ERRORS, UnsuitableKey, AlgorithmNotForKey, NotSignable],
    example={
        "claims": {"sub": "42"},
        "secret": "a secret of at least thirty-two characters",
        "expires_in_seconds": 3600,
    },
    run=Inline(max_bytes=2048),
    secret=True,
)
def sign_jwt(request: SignJwtRequest) -> SignJwtResult:
    key = request.jose_key()
    algorithm = choose_algorithm(key, request.algorithm)
    now = int(time.time())
    claims = ({"iat": now} if request.issued_at else {}) | request.claims
    if request.expires_in_seconds is not None:
        claims["exp"] = now + request.expires_in_seconds
    header = {"typ": "JWT", **request.header, "alg": algorithm}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    raw = key.raw_value
    weak = isinstance(raw, bytes) and len(raw) < SECRET_BYTES[algorithm]
    return SignJwtResult(token=sign_compact(header, payload, key), algorithm=algorithm, weak=weak)
