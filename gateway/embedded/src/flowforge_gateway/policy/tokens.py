"""JSON Web Tokens as on Kong: iss selects the credential, exp is required, nbf is checked."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson

from flowforge_gateway.policy.credential_index import Clock, CredentialIndex, Grant
from flowforge_gateway.policy.failures import (
    EARLY_TOKEN,
    EXPIRED_TOKEN,
    TOKEN_WITHOUT_EXPIRY,
    UNKNOWN_TOKEN,
    Failure,
)

_REMEMBERED = 4096
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class _Known:
    grant: Grant
    issuer: str
    not_before: float
    expires: float


class Tokens:
    """Verifies tokens. A signature is verified once and cached; dates are checked on every use."""

    def __init__(self, callers: CredentialIndex, clock: Clock) -> None:
        self._credentials = callers
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def find(self, authorization: str) -> Grant | Failure:
        """Return the grant of `Authorization: Bearer TOKEN`, or why the token is rejected."""
        token = authorization.partition(" ")[2]
        known = self._known.get(token) or self._verified(token)
        if isinstance(known, Failure):
            return known
        if self._credentials.by_issuer(known.issuer) is None:
            return UNKNOWN_TOKEN
        now = self._clock()
        if known.expires <= now:
            return EXPIRED_TOKEN
        return known.grant if known.not_before <= now else EARLY_TOKEN

    def _verified(self, token: str) -> _Known | Failure:
        claims = _payload(token)
        issuer = claims.get("iss")
        signed = self._credentials.by_issuer(issuer) if isinstance(issuer, str) else None
        if signed is None or not signed.verify(token):
            return UNKNOWN_TOKEN
        expires, not_before = _date(claims, "exp"), _date(claims, "nbf", 0.0)
        if expires is None:
            return TOKEN_WITHOUT_EXPIRY
        known = _Known(signed.grant, str(issuer), _NEVER if not_before is None else not_before, expires)
        self._known[token] = known
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known


def is_token(authorization: str) -> bool:
    """Return whether this `Authorization` looks like a JSON Web Token: header.payload.signature."""
    return authorization.count(".") == 2  # noqa: PLR2004 - as said


def _payload(token: str) -> dict[str, Any]:
    encoded = token.split(".")[1]
    try:
        claims = orjson.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (NotBase64, orjson.JSONDecodeError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _date(claims: dict[str, Any], name: str, default: float | None = None) -> float | None:
    """Return a numeric date claim; None if it is not a number, or missing without a *default*."""
    value = claims.get(name, default)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
