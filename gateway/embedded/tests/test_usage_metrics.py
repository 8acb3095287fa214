import pytest

from flowforge_gateway import Counts, MetricsUnavailable, read_metrics_usage
from flowforge_gateway.usage_metrics import parse_usage


def _sample(code: int, source: str, consumer: str, count: int) -> str:
    """Write a sample in the form of Kong 3.9 with `per_consumer` and `status_code_metrics`."""
    labels = f'service="crypto",route="crypto",code="{code}",source="{source}",workspace="default"'
    return f'kong_http_requests_total{{{labels},consumer="{consumer}"}} {count}\n'


KONG = "# TYPE kong_http_requests_total counter\n" + "".join(
    [
        _sample(200, "service", "acme", 7),
        _sample(503, "service", "acme", 2),
        _sample(429, "exit", "acme", 4),
        _sample(502, "error", "acme", 1),
        _sample(401, "exit", "anonymous", 9),
        _sample(401, "exit", "", 9),
    ]
)


def test_kongs_metrics_are_usage() -> None:
    (usage,) = parse_usage(KONG)
    assert (usage.consumer, usage.service) == ("acme", "crypto")
    assert usage.counts == Counts(requests=10, errors=3, rejected=4)


def test_metrics_that_are_away_are_named() -> None:
    with pytest.raises(MetricsUnavailable, match="no metrics at http://127"):
        read_metrics_usage("http://127.0.0.1:9/metrics")
    with pytest.raises(MetricsUnavailable, match="is no http address"):
        read_metrics_usage("ftp://127.0.0.1/metrics")
