"""The rules of a token's claims (RFC 7519, sections 2 and 4.1)."""

import re
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwt import ClaimsOption, JWTClaimsRegistry

from flowforge_crypto.core.encodings.strict_json import NotStrictJson, read_object
from servicekit import InvalidInput

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
LAST_SECOND = 253_402_300_799
"""The end of the year 9999. Later times are nearly always milliseconds."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")


class InvalidClaim(InvalidInput):
    code = "TOKEN_CLAIM_INVALID"
    message = "'claims.{name}' {problem}."


class ClaimsRefused(Exception):
    """A claim is missing, or not what it has to be."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason
        super().__init__(reason)


def read_claims(payload: bytes) -> dict[str, Any]:
    """Return the claims of a token. Raises ClaimsRefused if they are no JSON object."""
    try:
        return read_object(payload)
    except NotStrictJson as error:
        raise ClaimsRefused("malformed") from error


def require_valid(claims: dict[str, Any]) -> None:
    """Check the registered claims of a token that is to be signed. Raises InvalidClaim.

    Other software refuses tokens whose registered claims have another type. Other claims may be anything.
    """
    for name, check in _REGISTERED.items():
        if name in claims:
            check(name, claims[name])


def check_claims(
    claims: dict[str, Any],
    *,
    issuer: str | None,
    audience: Sequence[str],
    subject: str | None,
    required: list[str],
    leeway_seconds: int,
    now: int | None = None,
) -> None:
    """Raise ClaimsRefused unless the token is valid now, and for one of *audience*.

    A token that names an audience is refused where none is given to compare (RFC 7519, 4.1.3).
    """
    _check_audience(claims, audience)
    options: dict[str, ClaimsOption] = {name: {"essential": True, "allow_blank": True} for name in required}
    for name, value in (("iss", issuer), ("sub", subject)):
        if value is not None:
            options[name] = {"essential": True, "value": value}
    registry = JWTClaimsRegistry(now=now or int(time.time()), leeway=leeway_seconds, **options)
    try:
        registry.validate(claims)
    except ExpiredTokenError as error:
        raise ClaimsRefused("expired") from error
    except MissingClaimError as error:
        given = [name for name, value in (("iss", issuer), ("sub", subject)) if value]
        missing = [name for name in given if name not in claims]
        raise ClaimsRefused(_OF_CLAIM[missing[0]] if missing else "missing_claim") from error
    except InvalidClaimError as error:
        raise ClaimsRefused(_OF_CLAIM.get(error.claim, "claims")) from error
    except (JoseError, ValueError, TypeError, OverflowError) as error:
        raise ClaimsRefused("claims") from error


def _check_audience(claims: dict[str, Any], audience: Sequence[str]) -> None:
    if "aud" not in claims and not audience:
        return
    named = claims.get("aud")
    named = named if isinstance(named, list) else [named]
    if not any(one in audience for one in named if isinstance(one, str)):
        raise ClaimsRefused("audience")


def _require_audience(name: str, value: Any) -> None:
    audiences = value if isinstance(value, list) else [value]
    if not audiences:
        raise InvalidClaim(name=name, problem="is an empty list: leave it out, or name an audience")
    for one in audiences:
        _require_string_or_uri(name, one)


def _require_text(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise InvalidClaim(name=name, problem=f"is {_told(value)}: it has to be text")


def _require_numeric_date(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        example = "a number of seconds since 1970, such as 1796021490"
        raise InvalidClaim(name=name, problem=f"is {_told(value)}: it has to be {example}")
    if not 0 <= value <= LAST_SECOND:
        problem = f"is {value}, outside the years 1970 to 9999: it counts seconds, not milliseconds"
        raise InvalidClaim(name=name, problem=problem)


def _require_string_or_uri(name: str, value: Any) -> None:
    _require_text(name, value)
    if ":" in value and not _URI.fullmatch(value):
        raise InvalidClaim(name=name, problem=f"is '{value[:80]}': text with a colon has to be a URI")


def _told(value: Any) -> str:
    if value is None:
        return "null"
    return f"{type(value).__name__.replace('str', 'text').replace('dict', 'object')} {value!r:.60}"


_REGISTERED: dict[str, Callable[[str, Any], None]] = {
    "exp": _require_numeric_date,
    "nbf": _require_numeric_date,
    "iat": _require_numeric_date,
    "iss": _require_string_or_uri,
    "sub": _require_string_or_uri,
    "aud": _require_audience,
    "jti": _require_text,
}
