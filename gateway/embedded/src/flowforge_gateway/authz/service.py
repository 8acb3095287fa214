"""Apply the current policy and the rate limits, and count outcomes for metrics and usage."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import cast

from flowforge_gateway.counters.leases import LEASE_HEADER, LeaseRequest
from flowforge_gateway.counters.limiter import Limiter
from flowforge_gateway.counters.windows import LimitStatus
from flowforge_gateway.envoy.filters import ROUTE_HEADER
from flowforge_gateway.policy.decisions import Passed, Policy, RequestHeaders
from flowforge_gateway.policy.replies import refuse

_LIMITED = 429
_ROUTE = ROUTE_HEADER.encode()
_LEASE = LEASE_HEADER.encode()


class DecisionService:
    """Decides on requests. The policy can be replaced at any time."""

    def __init__(self, policy: Policy, limiter: Limiter) -> None:
        self.policy = policy
        self.connections: set[asyncio.BaseTransport] = set()
        self.outcomes: Counter[int] = Counter()  # by status, 200 for what may pass
        self.rejected: Counter[tuple[str, str]] = Counter()  # by consumer and service
        self._limiter = limiter

    def decide(self, headers: RequestHeaders, answer: Callable[[bytes], None]) -> None:
        """Decide on a request with *headers* and pass the response for Envoy to *answer*, now or later."""
        routes = [value for name, value in headers if name == _ROUTE]
        decision = self.policy.decide(routes[0].decode("latin-1") if len(routes) == 1 else "", headers)
        if not isinstance(decision, Passed):
            self._refused(decision.status, decision.caller, decision.service)
            answer(decision.answer)
            return
        passed = decision
        caller = passed.grant.caller
        asked = next((LeaseRequest.parse(value) for name, value in headers if name == _LEASE), None)
        if asked is not None:
            self.outcomes[200] += asked.used

        def counted(standing: LimitStatus) -> None:
            if standing.admitted:
                self.outcomes[200] += 1
                answer(passed.grant.admit(standing))
            else:
                self._refused(_LIMITED, caller.name, passed.service)
                request_id = next((value for name, value in headers if name == b"x-request-id"), b"")
                answer(
                    refuse(_LIMITED, "API rate limit exceeded", request_id.decode("latin-1"), standing.lines)
                )

        self._limiter.count(caller.id, caller.limits, counted, asked)

    def _refused(self, status: int, caller: str | None, service: str | None) -> None:
        self.outcomes[status] += 1
        if caller is not None and service is not None:
            self.rejected[caller, service] += 1

    def close_connections(self) -> None:
        """Close every connection from Envoy, which responds with 503 to requests that wait for a decision."""
        for transport in list(self.connections):
            cast("asyncio.Transport", transport).abort()
