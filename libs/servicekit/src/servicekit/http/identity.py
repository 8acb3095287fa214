"""Who calls, from the gateway's headers, believed only with the shared secret; and how much at once."""

import hmac
from collections import Counter

from servicekit.context import ANONYMOUS, Consumer
from servicekit.http.refusals import ConsumerBusy


class Admission:
    """Names the caller of a request, and caps how many requests of one caller run together."""

    def __init__(self, gateway_secret: str | None, max_concurrency: int) -> None:
        self._secret = gateway_secret.encode() if gateway_secret else None
        self._limit = max_concurrency
        self._running: Counter[str] = Counter()

    def identify(self, headers: dict[bytes, bytes]) -> Consumer:
        if self._secret is None:
            return ANONYMOUS
        if not hmac.compare_digest(headers.get(b"x-gateway-secret", b""), self._secret):
            return ANONYMOUS
        user_id = headers.get(b"x-user-id", b"").decode("latin-1")
        if not user_id:
            return ANONYMOUS
        name = headers.get(b"x-consumer-username", b"").decode("latin-1") or user_id
        tier = headers.get(b"x-consumer-tier", b"").decode("latin-1") or ANONYMOUS.tier
        return Consumer(user_id, name, tier)

    def enter(self, consumer: Consumer) -> None:
        """Count one more request; without a gateway nobody is counted. Raises ConsumerBusy over the cap."""
        if self._secret is None:
            return
        if self._running[consumer.id] >= self._limit:
            raise ConsumerBusy(limit=self._limit, headers={"retry-after": "1"})
        self._running[consumer.id] += 1

    def leave(self, consumer: Consumer) -> None:
        if self._secret is None:
            return
        self._running[consumer.id] -= 1
        if self._running[consumer.id] <= 0:
            del self._running[consumer.id]
