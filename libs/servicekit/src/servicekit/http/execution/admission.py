"""Identify the caller by the gateway's headers, and limit how many requests of one caller run at once."""

import hmac
from collections import Counter

from servicekit.context import ANONYMOUS, Consumer
from servicekit.errors import OperationError, Unauthenticated
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.errors.request_errors import (
    CALLER_ERRORS,
    ConsumerBusy,
    ConsumerMissing,
    GatewayRequired,
)
from servicekit.tickets import HEADER, JobTicket

TICKET = HEADER.lower().encode()


class Admission:
    """Identity headers are trusted only with the gateway's secret; other calls reach public operations only.

    With *allow_direct*, for development, calls that name no gateway secret run as `anonymous`.
    """

    def __init__(self, gateway_secret: str | None, max_concurrency: int, *, allow_direct: bool) -> None:
        self._secret = gateway_secret.encode() if gateway_secret else None
        self._allow_direct = allow_direct
        self._limit = max_concurrency
        self._running: Counter[str] = Counter()

    def identify(self, headers: dict[bytes, bytes], *, public: bool = False) -> Consumer:
        """Return the caller. Raises GatewayRequired or ConsumerMissing, except where *public*."""
        given = headers.get(b"x-gateway-secret")
        if given is None and self._allow_direct:
            return ANONYMOUS
        if self._secret is None or given is None or not hmac.compare_digest(given, self._secret):
            return self._nobody(GatewayRequired, public=public)
        user_id = headers.get(b"x-user-id", b"").decode("latin-1")
        if not user_id.strip():
            return self._nobody(ConsumerMissing, public=public)
        name = headers.get(b"x-consumer-username", b"").decode("latin-1") or user_id
        tier = headers.get(b"x-consumer-tier", b"").decode("latin-1") or ANONYMOUS.tier
        return Consumer(user_id, name, tier)

    def ticket(self, headers: dict[bytes, bytes]) -> JobTicket | None:
        """Return the ticket of a call that identified itself by the gateway's secret."""
        given = headers.get(TICKET)
        if given is None or self._secret is None:
            return None
        return JobTicket.read(given.decode("latin-1"), self._secret.decode())

    def _nobody(self, refusal: type[Unauthenticated], *, public: bool) -> Consumer:
        if public:
            return ANONYMOUS
        raise refusal

    def enter(self, consumer: Consumer) -> None:
        """Count one more request, if there is a gateway. Raises ConsumerBusy over the limit."""
        if self._secret is None:
            return
        if self._running[consumer.id] >= self._limit:
            raise ConsumerBusy(limit=self._limit)
        self._running[consumer.id] += 1

    @property
    def running(self) -> int:
        """How many requests of consumers run now."""
        return sum(self._running.values())

    def leave(self, consumer: Consumer) -> None:
        if self._secret is None:
            return
        self._running[consumer.id] -= 1
        if self._running[consumer.id] <= 0:
            del self._running[consumer.id]


def errors_of(endpoint: Endpoint) -> list[type[OperationError]]:
    """Return the errors of admission."""
    return [ConsumerBusy, *(() if endpoint.operation.public else CALLER_ERRORS)]
