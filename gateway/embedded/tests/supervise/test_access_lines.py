import asyncio
from collections import Counter
from typing import Any

import orjson
import pytest

from flowforge_gateway.counters.connection import RedisConnection
from flowforge_gateway.supervise.access_lines import AccessLines
from flowforge_gateway.supervise.metrics import RequestMetrics
from flowforge_gateway.supervise.tally import UsageTally

LINE: dict[str, Any] = {
    "route": "crypto",
    "status": 200,
    "details": "via_upstream",
    "consumer": "acme",
    "bytes_in": 1,
    "bytes_out": 2,
    "milliseconds": 3,
}


async def _counted(redis: RedisConnection, *changes: dict[str, Any]) -> Counter[str]:
    tally = UsageTally(redis)
    reader = asyncio.StreamReader()
    for change in changes:
        reader.feed_data(orjson.dumps(LINE | change) + b"\n")
    reader.feed_data(b"a line of Envoy's own\n")
    reader.feed_eof()
    await AccessLines({"crypto": "crypto"}, tally, RequestMetrics()).follow(reader)
    return Counter({field.rpartition("|")[2]: count for (_, field), count in tally._pending.items()})


@pytest.mark.usefixtures("capfd")
async def test_who_asked_and_what_became_of_it(redis: RedisConnection) -> None:
    counted = await _counted(
        redis,
        {},
        {"status": 404},
        {"status": 503},
        {"status": 502, "details": "upstream_reset_before_response_started"},
        {"status": 0, "details": "downstream_remote_disconnect"},
        {"status": 413, "details": "body_size_limit"},
        {"status": 413},
        {"status": 401, "details": "ext_authz_denied", "consumer": None},
        {"route": "unknown-version", "status": 404},
    )
    assert counted == {"requests": 6, "errors": 3, "rejected": 1}


async def test_lines_are_passed_on(redis: RedisConnection, capfd: pytest.CaptureFixture[str]) -> None:
    await _counted(redis, {}, {})
    assert capfd.readouterr().out.count('"consumer":"acme"') == 2
