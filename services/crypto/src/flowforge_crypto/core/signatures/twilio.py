"""How Twilio signs its requests: the address and the form's fields, or the address and the body's hash."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit, urlunsplit

from flowforge_crypto.core.signatures.deliveries import Delivery, Parameters, Refused, require_one

_PORTS = {"https": 443, "http": 80}


def verify_twilio(delivery: Delivery) -> None:
    """Raise Refused unless *delivery* is signed as Twilio signs.

    Twilio signs the address now with its port and now without: either will do, as in its own libraries.
    """
    given = delivery.header("x-twilio-signature").strip()
    fields = _fields(delivery.parameters or {})
    signed = [address + fields for address in _addresses(delivery.url)]
    macs = [delivery.mac(one.encode("utf-8", "surrogatepass"), "sha1") for one in signed]
    require_one(given, [base64.b64encode(mac).decode("ascii") for mac in macs])
    _require_body(delivery)


def _require_body(delivery: Delivery) -> None:
    """A body that is no form is signed by its hash, which stands in the address."""
    asked = parse_qs(urlsplit(delivery.url).query).get("bodySHA256")
    if asked is None:
        return
    found = hashlib.sha256(delivery.body).hexdigest()
    if not hmac.compare_digest(found.encode(), asked[-1].lower().encode("utf-8", "surrogatepass")):
        raise Refused("body")


def _fields(parameters: Parameters) -> str:
    signed = ""
    for name in sorted(parameters):
        value = parameters[name]
        values = [value] if isinstance(value, str) else sorted(set(value))
        signed += "".join(name + one for one in values)
    return signed


def _addresses(url: str) -> list[str]:
    """Return *url* as it is, with its scheme's port, and without one."""
    try:
        parts = urlsplit(url)
        host, port = parts.netloc.removesuffix(f":{parts.port}"), parts.port
    except ValueError:
        return [url]
    usual = f"{host}:{port or _PORTS.get(parts.scheme, 443)}"
    return [url, *(urlunsplit(parts._replace(netloc=netloc)) for netloc in (host, usual))]
