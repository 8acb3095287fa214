"""How providers sign their webhooks, each as its documentation has it."""

import base64
import binascii
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Provider = Literal["stripe", "github", "slack", "shopify", "twilio", "standard-webhooks"]
PROVIDERS: tuple[Provider, ...] = get_args(Provider)
Reason = Literal[
    "header_missing", "header_malformed", "signature", "too_old", "in_future", "secret_malformed"
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

    def header(self, name: str) -> str:
        """Return a header. Raises Refused if it is not there."""
        value = self.headers.get(name)
        if not value:
            raise Refused("header_missing")
        return value

    def check_age(self, sent: str) -> None:
        """Raise Refused if *sent*, in Unix seconds, is too far from now: a replay."""
        if not sent.isdecimal() or len(sent) > 12:  # noqa: PLR2004 - seconds until the year 33658
            raise Refused("header_malformed")
        age = (time.time() if self.now is None else self.now) - int(sent)
        if age > self.tolerance_seconds:
            raise Refused("too_old")
        if age < -self.tolerance_seconds:
            raise Refused("in_future")


def verify(provider: Provider, delivery: Delivery) -> None:
    """Raise Refused unless *delivery* is signed as *provider* signs."""
    _VERIFIERS[provider](delivery)


def _stripe(delivery: Delivery) -> None:
    pairs = [part.strip().partition("=") for part in delivery.header("stripe-signature").split(",")]
    sent = next((value for name, _, value in pairs if name == "t"), "")
    given = [value for name, _, value in pairs if name == "v1"]
    if not sent or not given:
        raise Refused("header_malformed")
    expected = _mac(delivery.secret, sent.encode() + b"." + delivery.body).hex()
    _require_one(expected, given)
    delivery.check_age(sent)


def _github(delivery: Delivery) -> None:
    expected = "sha256=" + _mac(delivery.secret, delivery.body).hex()
    _require_one(expected, [delivery.header("x-hub-signature-256")])


def _slack(delivery: Delivery) -> None:
    sent = delivery.header("x-slack-request-timestamp")
    expected = "v0=" + _mac(delivery.secret, b"v0:" + sent.encode() + b":" + delivery.body).hex()
    _require_one(expected, [delivery.header("x-slack-signature")])
    delivery.check_age(sent)


def _shopify(delivery: Delivery) -> None:
    expected = base64.b64encode(_mac(delivery.secret, delivery.body)).decode("ascii")
    _require_one(expected, [delivery.header("x-shopify-hmac-sha256")])


def _twilio(delivery: Delivery) -> None:
    given = delivery.header("x-twilio-signature")
    signed = delivery.url
    for name in sorted(delivery.parameters or {}):
        value = (delivery.parameters or {})[name]
        values = [value] if isinstance(value, str) else sorted(set(value))
        signed += "".join(name + one for one in values)
    expected = base64.b64encode(_mac(delivery.secret, signed.encode(), "sha1")).decode("ascii")
    _require_one(expected, [given])


def _standard(delivery: Delivery) -> None:
    sent = delivery.header("webhook-timestamp")
    signed = f"{delivery.header('webhook-id')}.{sent}.".encode() + delivery.body
    given = [part[3:] for part in delivery.header("webhook-signature").split() if part.startswith("v1,")]
    if not given:
        raise Refused("header_malformed")
    try:
        key = base64.b64decode(delivery.secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise Refused("secret_malformed") from error
    expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode("ascii")
    _require_one(expected, given)
    delivery.check_age(sent)


def _mac(secret: str, signed: bytes, digest: str = "sha256") -> bytes:
    return hmac.digest(secret.encode("utf-8", "surrogatepass"), signed, digest)


def _require_one(expected: str, given: list[str]) -> None:
    fits = [hmac.compare_digest(expected.encode(), one.strip().encode()) for one in given]
    if not any(fits):
        raise Refused("signature")


_VERIFIERS = {
    "stripe": _stripe,
    "github": _github,
    "slack": _slack,
    "shopify": _shopify,
    "twilio": _twilio,
    "standard-webhooks": _standard,
}
