"""Prometheus metrics, named as Kong names them so that one dashboard works for both gateways."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from flowforge_gateway.authz.service import DecisionService
from flowforge_gateway.counters.connection import RedisConnection

_LATENCY_BUCKETS = (1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000)
_REQUEST_LABELS = ("service", "route", "code", "source", "consumer")


class DecisionMetrics(Collector):
    """Decisions by status, and the number of requests that were admitted without being counted."""

    def __init__(self, service: DecisionService, redis: RedisConnection) -> None:
        self._service = service
        self._redis = redis

    def collect(self) -> Iterable[CounterMetricFamily]:
        """Read the counters."""
        decisions = CounterMetricFamily(
            "flowforge_gateway_decisions", "Decisions by status", labels=["status"]
        )
        for status, count in list(self._service.outcomes.items()):
            decisions.add_metric([str(status)], count)
        yield decisions
        yield CounterMetricFamily(
            "flowforge_gateway_uncounted_requests",
            "Requests that passed while Redis was away",
            value=self._redis.unanswered,
        )


class RequestMetrics(Collector):
    """Request counts by their outcome, from the lines of the access log."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(self)
        self._requests: Counter[tuple[str, ...]] = Counter()  # by service, route, code, source, consumer
        self._bytes: Counter[tuple[str, str]] = Counter()  # by service and direction
        self._buckets: defaultdict[str, Counter[int]] = defaultdict(Counter)  # by service
        self._milliseconds: Counter[str] = Counter()

    def observe(
        self,
        *,
        service: str,
        route: str,
        code: int,
        from_service: bool,
        consumer: str,
        received: int,
        sent: int,
        milliseconds: Sequence[int],
    ) -> None:
        """Count a group of requests with equal labels, one for each entry of *milliseconds*."""
        source = "service" if from_service else "exit"
        self._requests[service, route, str(code), source, consumer] += len(milliseconds)
        self._bytes[service, "ingress"] += received
        self._bytes[service, "egress"] += sent
        self._milliseconds[service] += sum(milliseconds)
        buckets = self._buckets[service]
        for value in milliseconds:
            buckets[bisect_left(_LATENCY_BUCKETS, value)] += 1

    def collect(self) -> Iterable[Metric]:
        """Return the metrics under Kong's names."""
        requests = CounterMetricFamily("kong_http_requests", "Requests", labels=_REQUEST_LABELS)
        for labels, count in list(self._requests.items()):
            requests.add_metric(labels, count)
        yield requests
        transferred = CounterMetricFamily(
            "kong_bandwidth_bytes", "Bytes of bodies", labels=("service", "direction")
        )
        for pair, count in list(self._bytes.items()):
            transferred.add_metric(pair, count)
        yield transferred
        latency = HistogramMetricFamily("kong_request_latency_ms", "Latency", labels=("service",))
        for service, buckets in list(self._buckets.items()):
            latency.add_metric((service,), list(_cumulated(buckets)), self._milliseconds[service])
        yield latency


def _cumulated(buckets: Mapping[int, int]) -> Iterable[tuple[str, float]]:
    total = 0
    for number, bound in enumerate((*map(float, _LATENCY_BUCKETS), float("inf"))):
        total += buckets.get(number, 0)
        yield str(bound).replace("inf", "+Inf"), total
