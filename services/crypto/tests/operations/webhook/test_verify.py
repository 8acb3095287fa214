import base64
import hmac
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.operations.webhook.verify import VerifyWebhookRequest, verify_webhook

# GitHub's documentation, "Testing the webhook payload validation".
KNOWN: dict[str, Any] = {
    "provider": "github",
    "body": "Hello, World!",
    "secret": "It's a Secret to Everybody",
    "headers": {
        "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    },
}


def verify(**values: Any) -> Any:
    result = verify_webhook(VerifyWebhookRequest(**KNOWN | values))
    return result.valid, result.reason


def test_valid_and_not() -> None:
    assert verify() == (True, None)
    assert verify(body="SGVsbG8sIFdvcmxkIQ==", encoding="base64") == (True, None)
    assert verify(headers={"x-hub-signature-256": [KNOWN["headers"]["X-Hub-Signature-256"]]}) == (True, None)
    assert verify(body="Hello, World") == (False, "signature")
    assert verify(headers={}) == (False, "header_missing")
    assert verify(provider="stripe") == (False, "header_missing")


def test_errors() -> None:
    with pytest.raises(UndecodableText, match="'body' is not valid hex"):
        verify(encoding="hex")
    with pytest.raises(ValidationError):
        verify(provider="paypal")
    with pytest.raises(ValidationError):
        verify(tolerance_seconds=0)


@pytest.mark.parametrize("provider", ["github", "shopify"])
def test_two_secrets_during_a_rollover(provider: Any) -> None:
    if provider == "github":
        headers = KNOWN["headers"]
    else:
        mac = hmac.digest(KNOWN["secret"].encode(), KNOWN["body"].encode(), "sha256")
        headers = {"X-Shopify-Hmac-Sha256": base64.b64encode(mac).decode()}
    given = KNOWN | {"provider": provider, "headers": headers}

    def result(**values: Any) -> Any:
        return verify_webhook(VerifyWebhookRequest(**given | values))

    assert result(previous_secret="old").secret == "current"
    assert result(secret="new", previous_secret=KNOWN["secret"]).secret == "previous"
    none = result(secret="new", previous_secret="old")
    assert (none.valid, none.reason, none.secret) == (False, "signature", None)
