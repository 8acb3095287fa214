"""Verify a JSON Web Token (JWT): signature, times, issuer, audience and subject.

The key is a shared secret, a public key, a JWK set or the URL of one (cached for five minutes, and fetched
again for an unknown key id). A token that must not be trusted gives `"valid": false` with a reason; only
valid tokens return their claims.
"""

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from flowforge_crypto.core.jose.claims import ClaimsRefused, Reason, check_claims, read_claims
from flowforge_crypto.core.jose.jwks_cache import JwksCache
from flowforge_crypto.core.jose.keys import (
    JOSE_KEY_ERRORS,
    JoseKeySource,
    TokenKey,
    UnreadableKeySet,
    key_set,
    read_key_set,
)
from flowforge_crypto.core.jose.signing import JwsAlgorithm, is_weak, verify_compact
from flowforge_crypto.core.jose.tokens import NotSigned, read_header
from servicekit import FETCH_ERRORS, Context, UpstreamFailed, operation

MAX_SET_BYTES = 1 << 20


class VerifyJwtRequest(JoseKeySource):
    token: Annotated[
        str,
        Field(
            max_length=1 << 20,
            description="The token in compact form: parts of base64url, separated by dots.",
        ),
    ]
    jwks: str | None = Field(None, description="A JWK set as JSON text.")
    jwks_url: str | None = Field(None, description="Where the issuer publishes its JWK set.")
    algorithms: list[JwsAlgorithm] | None = Field(None, description="Allow only these.")
    issuer: str | None = Field(None, description="What 'iss' has to be.")
    audience: str | list[str] | None = Field(
        None, description="Your own name or names: one of them has to be in 'aud'."
    )
    subject: str | None = Field(None, description="What 'sub' has to be.")
    required_claims: list[str] = Field(default=["exp"], description="Claims that have to be there.")
    leeway_seconds: Annotated[
        int, Field(ge=0, le=600, description="Tolerance for clocks that differ, for `exp`, `nbf` and `iat`.")
    ] = 30

    fields: ClassVar[tuple[str, ...]] = ("secret", "key", "jwks", "jwks_url")

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        return cls.fields


class VerifyJwtResult(BaseModel):
    valid: bool = Field(description="Whether signature, times and required claims are all right.")
    reason: Reason | None = Field(description="Why it is not valid; null if it is.")
    claims: dict[str, Any] | None = Field(description="Claims of the token; null if it is not valid.")
    header: dict[str, Any] | None = Field(description="Header of the token; null if it is not valid.")
    weak: bool = Field(description="True if the secret is shorter than RFC 7518 requires: it may be guessed.")


@operation(
    "/jwt/verify",
    errors=[*JOSE_KEY_ERRORS, UnreadableKeySet, UpstreamFailed, *FETCH_ERRORS],
    example={
        "token": "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
        "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "secret": "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        "secret_encoding": "base64url",
    },
    secret=True,
)
async def verify_jwt(request: VerifyJwtRequest, context: Context, jwks: JwksCache) -> VerifyJwtResult:
    try:
        key_id = read_header(request.token).get("kid")
        keys = await _keys(request, context, jwks, key_id if isinstance(key_id, str) else None)
        header, payload, key = verify_compact(request.token, keys, request.algorithms)
        claims = read_claims(payload)
        check_claims(
            claims,
            issuer=request.issuer,
            audience=_listed(request.audience),
            subject=request.subject,
            required=request.required_claims,
            leeway_seconds=request.leeway_seconds,
        )
    except (NotSigned, ClaimsRefused) as refused:
        return VerifyJwtResult(valid=False, reason=refused.reason, claims=None, header=None, weak=False)
    weak = is_weak(key, header["alg"])
    return VerifyJwtResult(valid=True, reason=None, claims=claims, header=header, weak=weak)


def _listed(audience: str | list[str] | None) -> list[str]:
    return [audience] if isinstance(audience, str) else audience or []


async def _keys(
    request: VerifyJwtRequest, context: Context, jwks: JwksCache, key_id: str | None
) -> list[TokenKey]:
    if request.jwks is not None:
        return key_set(read_key_set(request.jwks, "jwks"), "jwks", key_id)
    if request.jwks_url is None:
        return [request.jose_key("verify")]

    async def fetch(url: str) -> Any:
        file = await context.fetch(url, field="jwks_url")
        if file.size > MAX_SET_BYTES:
            raise UnreadableKeySet(field="jwks_url")
        return read_key_set(file.content, "jwks_url")

    return key_set(await jwks.get(request.jwks_url, fetch, key_id), "jwks_url", key_id)
