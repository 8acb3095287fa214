"""JSON web tokens as Kong's jwt plugin reads them: iss finds the credential, exp is demanded, nbf heeded."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson

from flowforge_gateway.policy.callers import Callers, Clock, Grant

_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class _Known:
    grant: Grant
    issuer: str
    not_before: float
    expires: float


class Tokens:
    """Accept tokens of known callers. A signature is checked once; the dates are checked at every use."""

    def __init__(self, callers: Callers, clock: Clock) -> None:
        self._callers = callers
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def find(self, authorization: str) -> Grant | None:
        """Find who sent this `Authorization: Bearer ...`; None if it holds no valid token."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or token.count(".") != 2:  # noqa: PLR2004 - header.payload.signature
            return None
        known = self._known.get(token) or self._verified(token)
        if known is None or not known.not_before <= self._clock() < known.expires:
            return None
        return known.grant if self._callers.by_issuer(known.issuer) else None

    def _verified(self, token: str) -> _Known | None:
        claims = _payload(token)
        issuer, expires, not_before = claims.get("iss"), _date(claims, "exp"), _date(claims, "nbf", 0.0)
        if not isinstance(issuer, str) or expires is None or not_before is None:
            return None
        signed = self._callers.by_issuer(issuer)
        if signed is None or not signed.verify(token):
            return None
        known = _Known(signed.grant, issuer, not_before, expires)
        self._known[token] = known
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known


def _payload(token: str) -> dict[str, Any]:
    encoded = token.split(".")[1]
    try:
        claims = orjson.loads(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (NotBase64, orjson.JSONDecodeError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def _date(claims: dict[str, Any], name: str, default: float | None = None) -> float | None:
    """Read a date; None if it is no number, or absent without a *default*."""
    value = claims.get(name, default)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
