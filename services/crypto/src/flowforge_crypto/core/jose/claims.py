"""The rules of a token's claims (RFC 7519, section 4.1)."""

import json
import time
from typing import Any, Literal

from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

Reason = Literal[
    "malformed",
    "algorithm",
    "key",
    "signature",
    "expired",
    "not_yet_valid",
    "issued_in_future",
    "issuer",
    "audience",
    "subject",
    "claims",
    "missing_claim",
]
_OF_CLAIM: dict[str, Reason] = {
    "nbf": "not_yet_valid",
    "iat": "issued_in_future",
    "iss": "issuer",
    "aud": "audience",
    "sub": "subject",
}


class ClaimsRefused(Exception):
    """A claim is missing, or not what it has to be."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


def read_claims(payload: bytes) -> dict[str, Any]:
    """Return the claims of a token. Raises ClaimsRefused if they are no JSON object."""
    try:
        claims = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise ClaimsRefused("malformed") from error
    if not isinstance(claims, dict):
        raise ClaimsRefused("malformed")
    return claims


def check_claims(
    claims: dict[str, Any],
    *,
    issuer: str | None,
    audience: str | None,
    subject: str | None,
    required: list[str],
    leeway_seconds: int,
    now: int | None = None,
) -> None:
    """Raise ClaimsRefused unless the token is valid now, and for us.

    A token that names an audience is refused where none is given to compare (RFC 7519, 4.1.3).
    """
    if audience is None and "aud" in claims:
        raise ClaimsRefused("audience")
    options: dict[str, ClaimsOption] = {name: {"essential": True, "allow_blank": True} for name in required}
    for name, value in (("iss", issuer), ("aud", audience), ("sub", subject)):
        if value is not None:
            options[name] = {"essential": True, "value": value}
    registry = JWTClaimsRegistry(now=now or int(time.time()), leeway=leeway_seconds, **options)
    try:
        registry.validate(claims)
    except ExpiredTokenError as error:
        raise ClaimsRefused("expired") from error
    except MissingClaimError as error:
        given = [name for name, value in (("iss", issuer), ("aud", audience), ("sub", subject)) if value]
        missing = [name for name in given if name not in claims]
        raise ClaimsRefused(_OF_CLAIM[missing[0]] if missing else "missing_claim") from error
    except InvalidClaimError as error:
        raise ClaimsRefused(_OF_CLAIM.get(error.claim, "claims")) from error
    except JoseError as error:
        raise ClaimsRefused("claims") from error
