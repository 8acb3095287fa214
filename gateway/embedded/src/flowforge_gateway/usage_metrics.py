"""Usage from Prometheus metrics, for Kong, which does not write usage to Redis."""

import http.client
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flowforge_gateway.errors import MetricsUnavailable
from flowforge_gateway.usage import Counts, Usage

_REQUESTS = "kong_http_requests_total"
_TIMEOUT_SECONDS = 10.0
_FIRST_ERROR, _FIRST_REJECTION = 500, 400


def read_metrics_usage(url: str) -> tuple[Usage, ...]:
    """Read usage since a gateway's start from its metrics at *url* (for Kong, its status listener).

    Raises MetricsUnavailable. The day is today's: metrics know no dates.
    """
    address = urlsplit(url)
    if address.scheme != "http" or address.hostname is None:
        raise MetricsUnavailable(f"{url!r} is no http address of metrics")
    connection = http.client.HTTPConnection(address.hostname, address.port or 80, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", address.path or "/metrics")
        response = connection.getresponse()
        text = response.read().decode()
    except OSError as error:
        raise MetricsUnavailable(f"no metrics at {url}: {error}") from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise MetricsUnavailable(f"no metrics at {url}: the answer was {response.status}")
    return parse_usage(text)


def parse_usage(text: str) -> tuple[Usage, ...]:
    """Sum the samples of *text* by consumer and service. Samples without a consumer are ignored."""
    from prometheus_client.parser import text_string_to_metric_families  # noqa: PLC0415 - only this report

    totals: dict[tuple[str, str], Counts] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            pair = (sample.labels.get("consumer", ""), sample.labels.get("service", ""))
            if sample.name == _REQUESTS and all(pair) and pair[0] != "anonymous":
                totals[pair] = totals.get(pair, Counts()) + _counts(sample.labels, int(sample.value))
    return tuple(_usage(sorted(totals.items())))


def _counts(labels: dict[str, str], count: int) -> Counts:
    code = int(labels["code"])
    if labels.get("source") != "service" and _FIRST_REJECTION <= code < _FIRST_ERROR:
        return Counts(rejected=count)
    return Counts(requests=count, errors=count if code >= _FIRST_ERROR or code == 0 else 0)


def _usage(totals: Iterable[tuple[tuple[str, str], Counts]]) -> Iterable[Usage]:
    today = datetime.now(UTC).date()
    return (Usage(today, consumer, service, counts) for (consumer, service), counts in totals)
