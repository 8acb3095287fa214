"""Sign webhooks as Standard Webhooks does (https://www.standardwebhooks.com).

The secret of a consumer is derived, so that no database holds it. For a day after a rotation, messages carry
the signature of the secret before, too.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from standardwebhooks import Webhook

from flowforge_jobs.settings import JobsSettings

OVERLAP_SECONDS = 86_400.0
_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Signer:
    """Derives the secrets of all consumers from one."""

    master: bytes

    @classmethod
    def of(cls, settings: JobsSettings) -> "Signer":
        found = settings.master_key or settings.gateway_secret
        return cls(found.get_secret_value().encode() if found is not None else b"")

    def secret(self, consumer_id: str, version: int) -> str:
        """Return a signing secret as receivers are given it."""
        text = f"flowforge-webhooks-1\0{version}\0{consumer_id}".encode()
        return _PREFIX + base64.b64encode(hmac.new(self.master, text, hashlib.sha256).digest()).decode()

    def headers(self, message_id: str, at: datetime, payload: str, secrets: list[str]) -> dict[str, str]:
        """Return the headers of a message, signed with each of *secrets*."""
        signatures = [Webhook(secret).sign(message_id, at, payload) for secret in secrets]
        return {
            "Content-Type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
