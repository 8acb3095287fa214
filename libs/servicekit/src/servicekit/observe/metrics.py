"""Prometheus metrics of one service. Label values come from declarations, never from callers."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import Metric

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60)


class Metrics:
    """Counts requests by operation. Children are kept, so that a request costs no label look-up."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = self._counter("requests", "Requests answered.", "operation", "status")
        self._errors = self._counter("errors", "Error answers by code.", "operation", "code")
        self._received = self._counter("received_bytes", "Bytes of request bodies.", "operation")
        self._sent = self._counter("sent_bytes", "Bytes of answer bodies.", "operation")
        self._performed = self._counter("operations_performed", "Operations done, by cost.", "operation")
        self._cache = self._counter("cache", "Result cache look-ups.", "operation", "result")
        self._cache_failures = self._counter("cache_failures", "Result cache failures.")
        self._seconds = Histogram(
            "flowforge_request_seconds",
            "Time to the whole answer.",
            ["service", "operation"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._service = service
        self._counts: dict[tuple[str, int], Counter] = {}
        self._children: dict[str, tuple[Histogram, Counter, Counter]] = {}

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"flowforge_{name}", text, ["service", *labels], registry=self.registry)

    def count(self, operation: str, status: int, seconds: float, received: int, sent: int) -> None:
        counter = self._counts.get((operation, status))
        if counter is None:
            counter = self._counts[operation, status] = self._requests.labels(
                self._service, operation, status
            )
        counter.inc()
        children = self._children.get(operation)
        if children is None:
            labels = (self._service, operation)
            children = (
                self._seconds.labels(*labels),
                self._received.labels(*labels),
                self._sent.labels(*labels),
            )
            self._children[operation] = children
        children[0].observe(seconds)
        if received:
            children[1].inc(received)
        if sent:
            children[2].inc(sent)

    def count_error(self, operation: str, code: str) -> None:
        self._errors.labels(self._service, operation, code).inc()

    def count_performed(self, operation: str, cost: int) -> None:
        self._performed.labels(self._service, operation).inc(cost)

    def count_cache(self, operation: str, result: str) -> None:
        self._cache.labels(self._service, operation, result).inc()

    def count_cache_failure(self) -> None:
        self._cache_failures.labels(self._service).inc()

    def describe(self, runs: Mapping[str, str]) -> None:
        """Publish where each operation runs, so that queries can choose the light ones."""
        info = Gauge(
            "flowforge_operation_info",
            "Where an operation runs: inline, threads or process.",
            ["service", "operation", "run"],
            registry=self.registry,
        )
        for operation, run in runs.items():
            info.labels(self._service, operation, run).set(1)

    def watch(self, name: str, text: str, label: str, read: Callable[[], dict[str, float]]) -> None:
        """Publish the gauges that *read* returns, by the values of *label*, whenever metrics are read."""
        self.registry.register(_Gauges(name, text, (self._service, label), read))

    def render(self) -> bytes:
        return generate_latest(self.registry)


class _Gauges:
    def __init__(
        self, name: str, text: str, labels: tuple[str, str], read: Callable[[], dict[str, float]]
    ) -> None:
        self._name, self._text, self._read = name, text, read
        self._service, self._label = labels

    def collect(self) -> list[Metric]:
        metric = Metric(self._name, self._text, "gauge")
        for value, number in self._read().items():
            metric.add_sample(self._name, {"service": self._service, self._label: value}, number)
        return [metric]
