"""Verify a webhook's signature: Stripe, GitHub, Slack, Shopify, Twilio, Standard Webhooks and others.

For Clerk, OpenAI and Resend use svix or standard-webhooks, for Meta (WhatsApp) github, for Jira bitbucket.
Pass the body exactly as received: a body that was parsed and serialized again has another signature. If the
provider signs the time, old deliveries are refused as replays.
"""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.signatures.deliveries import Delivery, Reason, Refused
from flowforge_crypto.core.signatures.webhooks import Provider, verify
from servicekit import Inline, RequestBody, operation


class VerifyWebhookRequest(RequestBody):
    provider: Provider = Field(description="Who sends the webhook, which decides the scheme.")
    body: str = Field(
        "", description="Raw body as received. For a form, Twilio signs 'url' and 'parameters' instead."
    )
    encoding: InputEncoding = "utf-8"
    headers: dict[str, str | list[str]] = Field(description="As received; names are case-insensitive.")
    secret: SecretStr = Field(
        min_length=1, description="The signing secret; Twilio's is the auth token, SendGrid's its public key."
    )
    previous_secret: SecretStr | None = Field(
        None, min_length=1, description="The secret before a change, which is accepted as well."
    )
    url: str = Field("", description="For Twilio and Square: the address that was called, query included.")
    parameters: dict[str, str | list[str]] | None = Field(None, description="For Twilio: the form's fields.")
    tolerance_seconds: Annotated[
        int, Field(ge=1, le=86_400, description="How old a signed timestamp may be.")
    ] = 300
    at: int | None = Field(None, description="Unix time of the check; by default now.")


class VerifyWebhookResult(BaseModel):
    valid: bool = Field(description="Whether the webhook is genuine and recent.")
    reason: Reason | None = Field(description="Why it is not valid; null if it is.")
    secret: Literal["current", "previous"] | None = Field(description="Which of the two secrets signed it.")


@operation(
    "/webhook/verify",
    errors=[UndecodableText],
    example={
        "provider": "github",
        "body": "Hello, World!",
        "secret": "It's a Secret to Everybody",
        "headers": {
            "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        },
    },
    run=Inline(),
    secret=True,
)
def verify_webhook(request: VerifyWebhookRequest) -> VerifyWebhookResult:
    headers = {
        name.lower(): value if isinstance(value, str) else ",".join(value)
        for name, value in request.headers.items()
    }
    delivery = Delivery(
        body=decode(request.body, request.encoding, "body"),
        headers=headers,
        secret=request.secret.get_secret_value(),
        url=request.url,
        parameters=request.parameters,
        tolerance_seconds=request.tolerance_seconds,
        now=request.at,
    )
    try:
        return VerifyWebhookResult(valid=True, reason=None, secret=_signer(request, delivery))
    except Refused as refused:
        return VerifyWebhookResult(valid=False, reason=refused.reason, secret=None)


def _signer(request: VerifyWebhookRequest, delivery: Delivery) -> Literal["current", "previous"]:
    """Return which secret signed the delivery. Raises Refused if none did."""
    try:
        verify(request.provider, delivery)
    except Refused:
        if request.previous_secret is None:
            raise
        verify(request.provider, replace(delivery, secret=request.previous_secret.get_secret_value()))
        return "previous"
    return "current"
