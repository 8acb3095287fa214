"""What operators see: usage, metrics, and an access log that opens no door."""

import json
import time
from collections.abc import Callable

import httpx
from gateway_stand.declaration import MEGABYTE, PER_MINUTE
from gateway_stand.stand import SECRET, Embedded

from flowforge_gateway import Counts, read_metrics_usage, read_usage


def _until_usage(embedded: Embedded, consumer: str, service: str, wanted: Counts) -> Counts:
    deadline = time.monotonic() + 30
    while True:
        found = {(it.consumer, it.service): it.counts for it in read_usage(embedded.valkey.url)}
        counts = found.get((consumer, service), Counts())
        if counts == wanted or time.monotonic() > deadline:
            return counts
        time.sleep(0.1)


def _until(read: Callable[[], str], words: str) -> str:
    """Read until *words* are there; what is missing in the end is for the test to say."""
    deadline = time.monotonic() + 30
    while words not in (text := read()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return text


def test_usage_is_counted_by_consumer_and_service(embedded: Embedded, name: Callable[[str], str]) -> None:
    consumer = name("measured")
    with embedded.client(embedded.key(consumer, services=("crypto", "ocr"))) as client:  # one request
        for code in (200, 404, 500, 503):
            client.get(f"/api/v1/crypto/status?code={code}")
        client.get("/api/v1/math/x")
        client.post("/api/v1/ocr/x", content=b"x" * (MEGABYTE + 1))
    for service, wanted in (
        ("crypto", Counts(requests=5, errors=2)),
        ("math", Counts(rejected=1)),
        ("ocr", Counts(rejected=1)),
    ):
        assert _until_usage(embedded, consumer, service, wanted) == wanted


def test_what_is_over_the_limit_is_usage_too(embedded: Embedded, name: Callable[[str], str]) -> None:
    consumer = name("eager")
    with embedded.client(embedded.key(consumer, tier="tiny")) as client:
        admitted = 1 + sum(client.get("/api/v1/crypto/x").status_code == 200 for _ in range(PER_MINUTE + 3))
    wanted = Counts(requests=admitted, rejected=PER_MINUTE + 4 - admitted)
    assert _until_usage(embedded, consumer, "crypto", wanted) == wanted


def test_metrics_have_kongs_names(embedded: Embedded, name: Callable[[str], str]) -> None:
    consumer = name("metered")
    with embedded.client(embedded.key(consumer)) as client:
        client.get("/api/v1/crypto/x")
        client.get("/api/v1/crypto/status?code=418")
    sample = f'consumer="{consumer}",route="crypto",service="crypto",source="service"'
    address = f"http://127.0.0.1:{embedded.metrics}/metrics"
    last = f'kong_http_requests_total{{code="418",{sample}}}'
    text = _until(lambda: httpx.get(address).text, last)  # Envoy writes its log once a second
    assert f'kong_http_requests_total{{code="200",{sample}}} 2.0' in text
    assert f'kong_http_requests_total{{code="418",{sample}}} 1.0' in text
    assert 'kong_request_latency_ms_bucket{le="1000.0",service="crypto"}' in text
    usage = {
        (it.consumer, it.service): it.counts
        for it in read_metrics_usage(f"http://127.0.0.1:{embedded.metrics}")
    }
    assert usage[consumer, "crypto"] == Counts(requests=3)
    decisions = httpx.get(f"http://127.0.0.1:{embedded.decisions}/metrics").text
    assert 'flowforge_gateway_decisions_total{status="200"}' in decisions
    assert "flowforge_gateway_uncounted_requests_total" in decisions


def test_the_access_log_has_no_credential(embedded: Embedded, name: Callable[[str], str]) -> None:
    consumer = name("logged")
    key = embedded.key(consumer)
    login = embedded.store.add_login(consumer)
    embedded.store.add_jwt(consumer)
    token = embedded.store.token(consumer)
    embedded.render()
    with embedded.client() as client:
        for headers in (
            {"X-API-Key": key},
            {"Authorization": f"Bearer {token}"},
            {"apikey": "wrong-key", "Cookie": "session=crumb"},
        ):
            client.get("/api/v1/crypto/x?apikey=in-the-address&signature=sig", headers=headers)
        client.get("/api/v1/crypto/x", auth=(login.username, login.password))
        client.get("/api/v1/crypto/logged", headers={"X-Request-ID": "find-me", "X-API-Key": key})
    log = _until(embedded.envoy.log.read_text, '"request_id":"find-me"') + embedded.authz.log.read_text()
    for secret in (
        key,
        token,
        login.password,
        "wrong-key",
        "crumb",
        "in-the-address",
        "signature=sig",
        SECRET,
    ):
        assert secret not in log
    (line,) = (line for line in log.splitlines() if '"request_id":"find-me"' in line)
    entry = json.loads(line)
    assert (entry["consumer"], entry["route"], entry["status"]) == (consumer, "crypto", 200)
    assert entry["path"] == "/api/v1/crypto/logged"
