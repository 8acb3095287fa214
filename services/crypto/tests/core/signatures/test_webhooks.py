from typing import Any

import pytest

from flowforge_crypto.core.signatures.deliveries import Delivery, Refused
from flowforge_crypto.core.signatures.webhooks import PROVIDERS, verify

GITHUB = Delivery(  # GitHub's documentation, "Testing the webhook payload validation"
    b"Hello, World!",
    {"x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"},
    "It's a Secret to Everybody",
)
SLACK = Delivery(  # Slack's documentation, "Verifying requests from Slack"
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    },
    "8f742231b10e8888abcd99yyyzzz85a5",
    now=1531420618,
)
TWILIO = Delivery(  # Twilio's documentation, "Validating requests"
    b"",
    {"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
    "12345",
    url="https://mycompany.com/myapp.php?foo=1&bar=2",
    parameters={
        "Digits": "1234",
        "To": "+18005551212",
        "From": "+14158675309",
        "Caller": "+14158675309",
        "CallSid": "CA1234567890ABCDE",
    },
)
STANDARD = Delivery(  # the Standard Webhooks libraries' own test
    b'{"test": 2432232314}',
    {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    },
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    now=1614265330,
)

SVIX = Delivery(  # Svix's documentation, "Verifying webhooks manually"
    b'{"event_type":"ping","data":{"success":true}}',
    {
        "svix-id": "msg_loFOjxBNrRLzqYUf",
        "svix-timestamp": "1731705121",
        "svix-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    },
    "whsec_plJ3nmyCDGBKInavdOK15jsl",
    now=1731705121,
)
BITBUCKET = Delivery(  # Atlassian's documentation, "Manage webhooks": the same for Jira
    b"Hello World!",
    {"x-hub-signature": "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"},
    "It's a Secret to Everybody",
)
LINE = Delivery(  # the test of LINE's own Python library
    b"bodybodybodybody",
    {"x-line-signature": "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k="},
    "channel_secret",
)
PADDLE = Delivery(  # the test of Paddle's own Python library
    b"hello-world",
    {
        "paddle-signature": "ts=1696195954;h1=dummy;"
        "h1=d96299976a6eb066f484d7fde011ac56fc32b38fc9940bc419d6e537fdc6ef02"
    },
    "pdl_ntf_01hbpjmytsa32fhr36nqgc3kgb_WvRO0eL4Bj9rgYYIBZY6wZhG4EHy9jzh",
    now=1696195954,
)
SENDGRID = Delivery(  # the test of SendGrid's own Python library
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    b'"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",'
    b'"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    b'"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    {
        "x-twilio-email-event-webhook-timestamp": "1600112502",
        "x-twilio-email-event-webhook-signature": "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiX"
        "DWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
    },
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVp"
    "iglSI8eNEc6wEA3F+g==",
    now=1600112502,
)
OTHER_SENDGRID_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDutdhXSJCWHw8REntlo7aNDthvj+y7G"
    "jUuFDb/R1NGe1OPzpA=="
)
SQUARE = Delivery(  # Square's documentation, "Verify and validate an event notification"
    b'{"hello":"world"}',
    {"x-square-hmacsha256-signature": "2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og="},
    "asdf1234",
    url="https://example.com/webhook",
)
DOCUMENTED: dict[Any, Delivery] = {
    "github": GITHUB,
    "slack": SLACK,
    "twilio": TWILIO,
    "standard-webhooks": STANDARD,
    "svix": SVIX,
    "bitbucket": BITBUCKET,
    "line": LINE,
    "paddle": PADDLE,
    "sendgrid": SENDGRID,
    "square": SQUARE,
}


def change(delivery: Any, **values: Any) -> Any:
    fields = {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__}
    return Delivery(**fields | values)


def stripe(**values: Any) -> Any:
    """Signed with OpenSSL: printf '1492774577.{"id": 1}' | openssl dgst -sha256 -hmac whsec_test."""
    signature = "35549050845fe21184d023602d585af393108c1fed1d97a159f0034b88a4c2b3"
    headers = {"stripe-signature": f"t=1492774577,v1={signature},v0=6ffbb59b"}
    return change(Delivery(b'{"id": 1}', headers, "whsec_test", now=1492774577), **values)


def test_every_provider_has_a_delivery_here() -> None:
    assert {*DOCUMENTED, "stripe", "shopify"} == {*PROVIDERS}


@pytest.mark.parametrize("provider", DOCUMENTED)
def test_the_documented_deliveries(provider: Any) -> None:
    delivery = DOCUMENTED[provider]
    verify(provider, delivery)
    other = OTHER_SENDGRID_KEY if provider == "sendgrid" else "whsec_AAAA"
    changes = {"body": b"x", "secret": other, "url": "https://other"}
    if provider == "twilio":
        del changes["body"]  # a form's fields are signed
    elif provider != "square":
        del changes["url"]
    for field, changed in changes.items():
        with pytest.raises(Refused, match="signature"):
            verify(provider, change(delivery, **{field: changed}))
    with pytest.raises(Refused, match="header_missing"):
        verify(provider, change(delivery, headers={}))
    with pytest.raises(Refused, match=r"signature|header_malformed"):
        verify(provider, change(delivery, headers=dict.fromkeys(delivery.headers, "é\ud800=,;")))


def test_stripe_and_shopify_as_openssl_signs_them() -> None:
    """Their documentation gives the recipe but no signature: these two are OpenSSL's."""
    verify("stripe", stripe())
    with pytest.raises(Refused, match="signature"):
        verify("stripe", stripe(body=b'{"id": 2}'))
    with pytest.raises(Refused, match="too_old"):
        verify("stripe", stripe(now=1492774577 + 301))
    header = {"x-shopify-hmac-sha256": "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY="}
    verify("shopify", Delivery(b'{"id":1}', header, "hush"))
    with pytest.raises(Refused, match="signature"):
        verify("shopify", Delivery(b'{"id":2}', header, "hush"))


@pytest.mark.parametrize("provider", [name for name, one in DOCUMENTED.items() if one.now is not None])
def test_replays(provider: Any) -> None:
    delivery: Any = DOCUMENTED[provider]
    verify(provider, change(delivery, now=delivery.now + 300))
    with pytest.raises(Refused, match="too_old"):
        verify(provider, change(delivery, now=delivery.now + 301))
    with pytest.raises(Refused, match="in_future"):
        verify(provider, change(delivery, now=delivery.now - 301))
    verify(provider, change(delivery, now=delivery.now + 301, tolerance_seconds=600))


def test_one_of_several_signatures_is_enough() -> None:
    rotated = dict(STANDARD.headers) | {
        "webhook-signature": "v1,AAAA " + STANDARD.headers["webhook-signature"]
    }
    verify("standard-webhooks", change(STANDARD, headers=rotated))
    twice = "v1,AAAA," + STANDARD.headers["webhook-signature"]  # two headers of this name
    verify("standard-webhooks", change(STANDARD, headers=rotated | {"webhook-signature": twice}))


@pytest.mark.parametrize(
    ("provider", "delivery"),
    [
        ("stripe", stripe(headers={"stripe-signature": "t=1492774577"})),
        ("stripe", stripe(headers={"stripe-signature": "v1=aa"})),
        (
            "standard-webhooks",
            change(STANDARD, headers=dict(STANDARD.headers) | {"webhook-signature": "v2,x"}),
        ),
    ],
)
def test_malformed_headers(provider: Any, delivery: Any) -> None:
    with pytest.raises(Refused, match="header_malformed"):
        verify(provider, delivery)


def test_a_malformed_secret() -> None:
    with pytest.raises(Refused, match="secret_malformed"):
        verify("standard-webhooks", change(STANDARD, secret="whsec_!"))
    for secret in ("no key", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="):  # RFC 8410
        with pytest.raises(Refused, match="secret_malformed"):
            verify("sendgrid", change(SENDGRID, secret=secret))
