"""Requests that Envoy admits by a lease of the decision service: the rules are the same."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gateway_stand.checks import assert_refused, told
from gateway_stand.declaration import PER_BURSTS
from gateway_stand.processes import free_ports
from gateway_stand.stand import SECRET, Embedded

PATH = "/api/v1/crypto/x"
LEASE_SECONDS = 0.25


@pytest.fixture(params=[1, 2], ids=["one worker", "two workers"])
def url(request: pytest.FixtureRequest, embedded: Embedded) -> Iterator[str]:
    """The address of an Envoy with so many workers, on the decision service of the stand."""
    (port,) = free_ports(1)
    envoy = embedded.envoy_on(port, f"workers-{request.param}", "--concurrency", str(request.param))
    envoy.start()
    yield f"http://127.0.0.1:{port}"
    envoy.stop()


@pytest.fixture
def single(embedded: Embedded, name: Callable[[str], str]) -> Iterator[httpx.Client]:
    """A client on one connection, and so on one worker."""
    limits = httpx.Limits(max_connections=1)
    headers = {"X-API-Key": embedded.key(name("single"))}
    with httpx.Client(base_url=embedded.url, headers=headers, timeout=30, limits=limits) as client:
        yield client


def _until_leased(client: httpx.Client, embedded: Embedded) -> None:
    """Call until the decision service is not asked for most requests."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        before = _asked(embedded)
        for _ in range(40):
            assert client.get(PATH).status_code == 200
        if _asked(embedded) - before < 30:
            return
    pytest.fail("no request was admitted by a lease")


def _asked(embedded: Embedded) -> int:
    """Return how many requests Envoy has sent to the decision service."""
    transport = httpx.HTTPTransport(uds=str(embedded.folder / "envoy" / "envoy-admin.sock"))
    with httpx.Client(transport=transport) as admin:
        stats = admin.get("http://admin/stats", params={"filter": "cluster.decisions.upstream_rq_total"}).text
    return int(stats.rpartition(": ")[2])


def test_a_busy_caller_is_told_the_same(embedded: Embedded, single: httpx.Client) -> None:
    for _ in range(50):  # until all answers belong to one lease, which ends after a quarter of a second
        _until_leased(single, embedded)
        answers = [single.get(PATH) for _ in range(20)]
        remaining = [int(answer.headers["x-ratelimit-remaining-day"]) for answer in answers]
        if remaining == list(range(remaining[0], remaining[0] - 20, -1)):
            break
    else:
        pytest.fail(f"the last answers counted {remaining}")
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1
    services = [told(answer) for answer in answers]
    assert {headers["x-gateway-secret"] for headers in services} == {SECRET}
    for headers in services:
        changing = {name for name, value in headers.items() if value != services[0].get(name)}
        assert changing <= {"x-request-id"}
        assert not [header for header in headers if header.startswith(("x-flowforge", "x-api-key"))]


@pytest.mark.usefixtures("_inside_a_minute")
def test_exactly_the_limit_is_admitted(embedded: Embedded, url: str, name: Callable[[str], str]) -> None:
    key = embedded.key(name("leased"), tier="burst")  # one request
    admitted = 1

    def call(number: int) -> Counter[int]:
        with httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=30) as client:
            return Counter(client.get(PATH).status_code for _ in range(number))

    for each in (15, 20, 5, 20):
        with ThreadPoolExecutor(40) as pool:
            statuses = sum(pool.map(call, [each] * 40), Counter[int]())
        assert set(statuses) <= {200, 429}
        admitted += statuses[200]
        time.sleep(1.5 * LEASE_SECONDS)
    assert admitted == PER_BURSTS


@pytest.fixture
def _inside_a_minute() -> None:
    """Wait for the next window if this one ends soon."""
    left = 60 - time.time() % 60
    if left < 20:
        time.sleep(left + 0.05)


def test_a_revoked_key_is_refused(
    embedded: Embedded, single: httpx.Client, name: Callable[[str], str]
) -> None:
    consumer = name("revoked")
    single.headers["X-API-Key"] = embedded.key(consumer)
    _until_leased(single, embedded)
    embedded.store.revoke(consumer)
    embedded.render()
    revoked = time.monotonic()
    while single.get(PATH).status_code == 200:
        assert time.monotonic() < revoked + 20
    assert_refused(single.get(PATH), 401, "UNAUTHENTICATED")


def test_without_the_decision_service_leases_end(embedded: Embedded, single: httpx.Client) -> None:
    _until_leased(single, embedded)
    embedded.authz.kill()
    killed = time.monotonic()
    try:
        while single.get(PATH).status_code == 200:
            assert time.monotonic() < killed + 20
        assert_refused(single.get(PATH), 503, "UNAVAILABLE")
    finally:
        embedded.authz.start()


def test_other_credentials_are_decided_on(embedded: Embedded, single: httpx.Client) -> None:
    _until_leased(single, embedded)
    key = single.headers["X-API-Key"]
    twice = httpx.Request("GET", f"{embedded.url}{PATH}", headers=[("X-API-Key", key), ("X-API-Key", key)])
    assert "more than once" in assert_refused(single.send(twice), 401, "UNAUTHENTICATED")
    other = {"Authorization": f"Bearer {key}x"}
    assert single.get(PATH, headers=other).status_code == 200  # one valid credential is enough
    assert_refused(single.get(PATH, headers={"X-API-Key": f"{key}x"}), 401, "UNAUTHENTICATED")
    assert_refused(single.get(PATH, headers={"X-API-Key": f"{key},{key}"}), 401, "UNAUTHENTICATED")
    assert_refused(single.get(PATH, headers={"X-API-Key": ""}), 401, "UNAUTHENTICATED")
    forged = {"X-API-Key": "", "X-Flowforge-Lease": "0", "X-Flowforge-Route": "crypto"}
    assert_refused(single.get(PATH, headers=forged), 401, "UNAUTHENTICATED")


def test_a_lease_is_for_one_route(
    embedded: Embedded, single: httpx.Client, name: Callable[[str], str]
) -> None:
    single.headers["X-API-Key"] = embedded.key(name("crypto-only"), services=("crypto",))
    _until_leased(single, embedded)
    assert_refused(single.get("/api/v1/math/x"), 403, "FORBIDDEN")


def test_a_service_reads_nothing_of_a_forged_lease(single: httpx.Client) -> None:
    headers = told(single.get(PATH, headers={"X-Flowforge-Lease": "99 a=9"}))
    assert "x-flowforge-lease" not in headers
