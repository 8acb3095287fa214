"""What the tests of Twilio's own Python library sign."""

from typing import Any

import pytest

from flowforge_crypto.core.signatures.deliveries import Delivery, Refused
from flowforge_crypto.core.signatures.twilio import verify_twilio

URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
BODY = b'{"property": "value", "boolean": true}'
HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


def check(signature: str, url: str = URL, body: bytes = b"", parameters: Any = None) -> None:
    verify_twilio(Delivery(body, {"x-twilio-signature": signature}, "12345", url, parameters))


@pytest.mark.parametrize(
    ("signature", "url"),
    [
        ("RSOYDt4T1cUTdK1PDd93/VVr8B8=", URL),
        ("RSOYDt4T1cUTdK1PDd93/VVr8B8=", URL.replace(".com", ".com:1234")),
        ("kvajT1Ptam85bY51eRf/AJRuM3w=", URL),  # of the address with port 443
        ("0ZXoZLH/DfblKGATFgpif+LLRf4=", URL.replace("https", "http")),  # with port 80
        ("Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", URL.replace("https://mycompany.com", "http://mycompany.com:1234")),
    ],
)
def test_an_address_with_and_without_its_port(signature: str, url: str) -> None:
    check(signature, url, parameters=FORM)
    with pytest.raises(Refused, match="signature"):
        check(signature, url.replace("foo=1", "foo=2"), parameters=FORM)


def test_a_field_that_comes_twice() -> None:
    fields = {"Sid": "CA123", "SidAccount": "AC123", "Digits": ["5678", "1234"]}
    check("IK+Dwps556ElfBT0I3Rgjkr1wJU=", parameters=fields)


def test_a_body_is_signed_by_its_hash_in_the_address() -> None:
    signature, url = "a9nBmqA0ju/hNViExpshrM61xv4=", f"{URL}&bodySHA256={HASH}"
    check(signature, url, BODY)
    with pytest.raises(Refused, match="body"):
        check(signature, url, BODY.replace(b"true", b"false"))
    with pytest.raises(Refused, match="signature"):
        check(signature, url.replace(HASH, "0" * 64), BODY)


@pytest.mark.parametrize(
    "url", ["", "no address", "https://a:b:c/", "https://[::1", "https://a:99999/", "\ud800"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(Refused, match="signature"):
        check("x", url)
