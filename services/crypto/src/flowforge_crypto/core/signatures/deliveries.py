"""A webhook as it came, and what every provider's check of it needs."""

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "header_missing", "header_malformed", "signature", "body", "too_old", "in_future", "secret_malformed"
]
Parameters = Mapping[str, str | list[str]]


class Refused(Exception):
    """The webhook is not from its provider, or not from now."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook as it came. Header names are in lower case; *body* is what was sent, byte for byte."""

    body: bytes
    headers: Mapping[str, str]
    secret: str
    url: str = ""
    parameters: Parameters | None = None
    tolerance_seconds: int = 300
    now: float | None = None

    def header(self, *names: str) -> str:
        """Return the first of these headers that is there. Raises Refused if none is."""
        value = next((self.headers[name] for name in names if self.headers.get(name)), None)
        if value is None:
            raise Refused("header_missing")
        return value

    def mac(self, signed: bytes, digest: str = "sha256") -> bytes:
        """Return the HMAC of *signed* under the secret as text."""
        return hmac.digest(self.secret.encode("utf-8", "surrogatepass"), signed, digest)

    def check_age(self, sent: str) -> None:
        """Raise Refused if *sent*, in Unix seconds, is too far from now: a replay."""
        if not (sent.isascii() and sent.isdecimal()) or len(sent) > 12:  # noqa: PLR2004 - until the year 33658
            raise Refused("header_malformed")
        age = (time.time() if self.now is None else self.now) - int(sent)
        if age > self.tolerance_seconds:
            raise Refused("too_old")
        if age < -self.tolerance_seconds:
            raise Refused("in_future")


def require_one(one: str, others: list[str]) -> None:
    """Raise Refused unless *one* is among the *others*, of which each is compared in constant time."""
    wanted = one.encode("utf-8", "surrogatepass")
    fits = [hmac.compare_digest(wanted, other.strip().encode("utf-8", "surrogatepass")) for other in others]
    if not any(fits):
        raise Refused("signature")
