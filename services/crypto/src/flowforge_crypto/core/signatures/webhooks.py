"""How providers sign their webhooks, each as its documentation has it."""

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from flowforge_crypto.core.keys.reading import PUBLIC_KEY_ERRORS, read_public
from flowforge_crypto.core.signatures.deliveries import Delivery, Refused, require_one
from flowforge_crypto.core.signatures.twilio import verify_twilio

Provider = Literal[
    "stripe", "github", "slack", "shopify", "twilio", "standard-webhooks",
    "bitbucket", "line", "paddle", "sendgrid", "square", "svix",
]  # fmt: skip
PROVIDERS: tuple[Provider, ...] = get_args(Provider)


def verify(provider: Provider, delivery: Delivery) -> None:
    """Raise Refused unless *delivery* is signed as *provider* signs."""
    _VERIFIERS[provider](delivery)


@dataclass(frozen=True, slots=True)
class _Plain:
    """HMAC-SHA256 over the body, or over address and body, in one header; no time is signed."""

    header: str
    encode: Callable[[bytes], str]
    prefix: str = ""
    signs_url: bool = False

    def __call__(self, delivery: Delivery) -> None:
        given = delivery.header(self.header)
        url = delivery.url.encode("utf-8", "surrogatepass") if self.signs_url else b""
        require_one(self.prefix + self.encode(delivery.mac(url + delivery.body)), [given])


def _text(mac: bytes) -> str:
    return base64.b64encode(mac).decode("ascii")


def _stamped(delivery: Delivery, header: str, separators: tuple[str, str], names: tuple[str, str]) -> None:
    """Check a header of pairs: the time, and one or more signatures over it and the body."""
    between, joint = separators
    pairs = [part.strip().partition("=") for part in delivery.header(header).split(between)]
    sent = next((value for name, _, value in pairs if name == names[0]), "")
    given = [value for name, _, value in pairs if name == names[1]]
    if not sent or not given:
        raise Refused("header_malformed")
    signed = f"{sent}{joint}".encode("utf-8", "surrogatepass") + delivery.body
    require_one(delivery.mac(signed).hex(), given)
    delivery.check_age(sent)


def _stripe(delivery: Delivery) -> None:
    _stamped(delivery, "stripe-signature", (",", "."), ("t", "v1"))


def _paddle(delivery: Delivery) -> None:
    _stamped(delivery, "paddle-signature", (";", ":"), ("ts", "h1"))


def _slack(delivery: Delivery) -> None:
    sent = delivery.header("x-slack-request-timestamp")
    signed = f"v0:{sent}:".encode("utf-8", "surrogatepass") + delivery.body
    require_one("v0=" + delivery.mac(signed).hex(), [delivery.header("x-slack-signature")])
    delivery.check_age(sent)


def _standard(delivery: Delivery) -> None:
    """Standard Webhooks; Svix, from whose they come, has its own names for the headers."""
    sent = delivery.header("webhook-timestamp", "svix-timestamp")
    message = delivery.header("webhook-id", "svix-id")
    given = delivery.header("webhook-signature", "svix-signature").replace(",v1,", " v1,").split()
    current = [part[3:] for part in given if part.startswith("v1,")]
    if not current:
        raise Refused("header_malformed")
    try:
        key = base64.b64decode(delivery.secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("secret_malformed") from error
    signed = f"{message}.{sent}.".encode("utf-8", "surrogatepass") + delivery.body
    require_one(_text(hmac.digest(key, signed, "sha256")), current)
    delivery.check_age(sent)


def _sendgrid(delivery: Delivery) -> None:
    """ECDSA with the public key that SendGrid shows, as base64 DER."""
    sent = delivery.header("x-twilio-email-event-webhook-timestamp")
    given = delivery.header("x-twilio-email-event-webhook-signature")
    try:
        key = read_public(delivery.secret, "verify", "secret")
    except PUBLIC_KEY_ERRORS as error:
        raise Refused("secret_malformed") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Refused("secret_malformed")
    signed = sent.encode("utf-8", "surrogatepass") + delivery.body
    try:
        key.verify(base64.b64decode(given, validate=True), signed, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise Refused("signature") from error
    delivery.check_age(sent)


_VERIFIERS: dict[Provider, Callable[[Delivery], None]] = {
    "stripe": _stripe,
    "github": _Plain("x-hub-signature-256", bytes.hex, "sha256="),
    "slack": _slack,
    "shopify": _Plain("x-shopify-hmac-sha256", _text),
    "twilio": verify_twilio,
    "standard-webhooks": _standard,
    "bitbucket": _Plain("x-hub-signature", bytes.hex, "sha256="),
    "line": _Plain("x-line-signature", _text),
    "paddle": _paddle,
    "sendgrid": _sendgrid,
    "square": _Plain("x-square-hmacsha256-signature", _text, signs_url=True),
    "svix": _standard,
}
