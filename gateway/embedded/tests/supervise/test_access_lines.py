import asyncio
from collections import Counter
from typing import Any

import orjson
import pytest
from prometheus_client import generate_latest

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.supervise.access_lines import AccessLines
from flowforge_gateway.supervise.metrics import RequestMetrics
from flowforge_gateway.supervise.usage_counter import UsageCounter

LINE: dict[str, Any] = {
    "route": "crypto",
    "status": 200,
    "details": "via_upstream",
    "consumer": "acme",
    "bytes_in": 1,
    "bytes_out": 2,
    "milliseconds": 3,
}


async def _counted(
    redis: RedisConnection,
    *changes: dict[str, Any],
    noise: bool = False,
    metrics: RequestMetrics | None = None,
) -> Counter[str]:
    usage = UsageCounter(redis)
    reader = asyncio.StreamReader()
    for change in changes:
        reader.feed_data(orjson.dumps(LINE | change) + b"\n")
    if noise:
        reader.feed_data(b"a line of Envoy's own\n")
    reader.feed_eof()
    await AccessLines({"crypto": "crypto"}, usage, metrics or RequestMetrics()).follow(reader)
    return Counter({field.rpartition("|")[2]: count for (_, field), count in usage._pending.items()})


CHANGES: list[dict[str, Any]] = [
    {},
    {"status": 404},
    {"status": 503},
    {"status": 502, "details": "upstream_reset_before_response_started"},
    {"status": 0, "details": "downstream_remote_disconnect"},
    {"status": 413, "details": "body_size_limit"},
    {"status": 413},
    {"status": 401, "details": "ext_authz_denied", "consumer": None},
    {"route": "unknown-version", "status": 404},
    {"route": None, "status": 400, "consumer": None, "details": None, "milliseconds": None},
]


@pytest.mark.usefixtures("capfd")
@pytest.mark.parametrize("noise", [False, True])
async def test_who_asked_and_what_became_of_it(redis: RedisConnection, noise: bool) -> None:  # noqa: FBT001 - a parameter
    """Lines are parsed together; a line of Envoy's own among them is left out."""
    counted = await _counted(redis, *CHANGES, noise=noise)
    assert counted == {"requests": 6, "errors": 3, "rejected": 1}


@pytest.mark.usefixtures("capfd")
async def test_metrics_of_many_lines(redis: RedisConnection) -> None:
    metrics = RequestMetrics()
    await _counted(redis, *({"milliseconds": value} for value in (0, 1, 2, 3, 70_000)), metrics=metrics)
    text = generate_latest(metrics.registry).decode()
    labels = 'code="200",consumer="acme",route="crypto",service="crypto",source="service"'
    assert f"kong_http_requests_total{{{labels}}} 5.0" in text
    assert 'kong_bandwidth_bytes_total{direction="ingress",service="crypto"} 5.0' in text
    assert 'kong_bandwidth_bytes_total{direction="egress",service="crypto"} 10.0' in text
    for bound, count in (("1.0", 2), ("2.0", 3), ("5.0", 4), ("60000.0", 4), ("+Inf", 5)):
        assert f'kong_request_latency_ms_bucket{{le="{bound}",service="crypto"}} {count}.0' in text
    assert 'kong_request_latency_ms_sum{service="crypto"} 70006.0' in text
    assert 'kong_request_latency_ms_count{service="crypto"} 5.0' in text


async def test_lines_are_passed_on(redis: RedisConnection, capfd: pytest.CaptureFixture[str]) -> None:
    await _counted(redis, {}, {})
    assert capfd.readouterr().out.count('"consumer":"acme"') == 2
