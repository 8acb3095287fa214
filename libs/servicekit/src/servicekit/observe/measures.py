"""Measures of a service's own, declared at module level and published on /metrics under its name.

Label values are chosen by the operator (models, engines), never by callers: they would grow without end.
"""

from collections.abc import Mapping, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client import Counter as _Counter
from prometheus_client import Gauge as _Gauge
from prometheus_client import Histogram as _Histogram


class Counter:
    """Only ever grows: its name ends in the unit, `flowforge_` and `_total` are added."""

    def __init__(self, name: str, text: str, labels: Sequence[str] = ()) -> None:
        self._metric = _Counter(f"flowforge_{name}", text, labels, registry=None)

    def add(self, amount: float = 1, **labels: str) -> None:
        (self._metric.labels(**labels) if labels else self._metric).inc(amount)

    def publish(self, registry: CollectorRegistry) -> None:
        registry.register(self._metric)


class Gauge:
    """Goes up and down."""

    def __init__(self, name: str, text: str, labels: Sequence[str] = ()) -> None:
        self._metric = _Gauge(f"flowforge_{name}", text, labels, registry=None)

    def set(self, value: float, **labels: str) -> None:
        (self._metric.labels(**labels) if labels else self._metric).set(value)

    def replace(self, values: Mapping[tuple[str, ...], float]) -> None:
        """Set these values by their labels' values, in order, and forget all others."""
        self._metric.clear()
        for labels, value in values.items():
            self._metric.labels(*labels).set(value)

    def publish(self, registry: CollectorRegistry) -> None:
        registry.register(self._metric)


class Histogram:
    """How values spread over *buckets*, their upper bounds ascending."""

    def __init__(self, name: str, text: str, labels: Sequence[str], buckets: Sequence[float]) -> None:
        self._metric = _Histogram(f"flowforge_{name}", text, labels, registry=None, buckets=buckets)

    def observe(self, value: float, **labels: str) -> None:
        (self._metric.labels(**labels) if labels else self._metric).observe(value)

    def publish(self, registry: CollectorRegistry) -> None:
        registry.register(self._metric)


Measure = Counter | Gauge | Histogram
