"""Metrics for Prometheus, by the names that Kong gives them where it has them: one dashboard serves both."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from flowforge_gateway.authz.service import DecisionService
from flowforge_gateway.counters.connection import RedisConnection

_LATENCY_BUCKETS = (1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000)


class DecisionMetrics(Collector):
    """What the decision service decided, and how many requests passed uncounted."""

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


class RequestMetrics:
    """What became of the requests, from the lines of the access log."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("service", "route", "code", "source", "consumer")
        self._requests = Counter("kong_http_requests", "Requests", labels, registry=self.registry)
        self._bytes = Counter(
            "kong_bandwidth_bytes", "Bytes of bodies", ("service", "direction"), registry=self.registry
        )
        self._latency = Histogram(
            "kong_request_latency_ms",
            "Latency",
            ("service",),
            buckets=_LATENCY_BUCKETS,
            registry=self.registry,
        )

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
        milliseconds: int,
    ) -> None:
        """Count one request."""
        source = "service" if from_service else "exit"
        self._requests.labels(service, route, str(code), source, consumer).inc()
        self._bytes.labels(service, "ingress").inc(received)
        self._bytes.labels(service, "egress").inc(sent)
        self._latency.labels(service).observe(milliseconds)
