"""Create a signed JSON Web Token (JWT, RFC 7519)."""

import json
import time
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.strict_json import JsonObject
from flowforge_crypto.core.jose.claims import InvalidClaim, require_valid
from flowforge_crypto.core.jose.keys import JOSE_KEY_ERRORS, JoseKeySource
from flowforge_crypto.core.jose.signing import (
    AlgorithmNotForKey,
    JwsAlgorithm,
    NotSignable,
    SecretTooShort,
    choose_algorithm,
    sign_compact,
)
from servicekit import Inline, operation

Seconds = Annotated[int, Field(ge=1, le=315_360_000)]


class SignJwtRequest(JoseKeySource):
    claims: JsonObject = Field(
        default_factory=dict,
        description="Claims of the token. 'exp', 'nbf' and 'iat' are numbers of seconds since 1970.",
    )
    algorithm: JwsAlgorithm | None = Field(
        None, description="By default the one that a JWK names, or the usual one of the key."
    )
    expires_in_seconds: Seconds | None = Field(None, description="Sets 'exp'.")
    issued_at: bool = Field(default=True, description="Sets 'iat' to now, unless 'claims' has one.")
    header: JsonObject = Field(default_factory=dict, description="More header fields, such as 'kid'.")


class SignJwtResult(BaseModel):
    token: str = Field(description="The token in compact form: parts of base64url, separated by dots.")
    algorithm: JwsAlgorithm = Field(description="Signature algorithm (`alg`).")


@operation(
    "/jwt/sign",
    errors=[*JOSE_KEY_ERRORS, AlgorithmNotForKey, SecretTooShort, InvalidClaim, NotSignable],
    example={
        "claims": {"sub": "42"},
        "secret": "a secret of at least thirty-two characters",
        "expires_in_seconds": 3600,
    },
    run=Inline(max_bytes=2048),
    secret=True,
)
def sign_jwt(request: SignJwtRequest) -> SignJwtResult:
    key = request.jose_key("sign")
    algorithm = choose_algorithm(key, request.algorithm)
    now = int(time.time())
    claims = ({"iat": now} if request.issued_at else {}) | request.claims
    if request.expires_in_seconds is not None:
        claims["exp"] = now + request.expires_in_seconds
    require_valid(claims)
    header = {"typ": "JWT", **request.header, "alg": algorithm}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return SignJwtResult(token=sign_compact(header, payload, key), algorithm=algorithm)
