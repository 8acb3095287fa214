"""Several gateways on one Redis, and processes that leave nothing behind."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from gateway_stand.declaration import PER_BURSTS, PER_MINUTE
from gateway_stand.processes import Part, free_ports
from gateway_stand.stand import Embedded


@pytest.fixture
def second(embedded: Embedded) -> Iterator[tuple[str, Part, Part]]:
    """A second gateway, complete, that shares the first one's Redis and declaration."""
    (port,) = free_ports(1)
    socket = embedded.folder / "second.sock"
    authz = embedded.gateway_part("authz", "--socket", str(socket))
    envoy = embedded.envoy_on(port, "second", socket=socket)
    authz.start()
    envoy.start()
    yield f"http://127.0.0.1:{port}", authz, envoy
    envoy.stop()
    authz.stop()


def test_two_gateways_admit_the_limit_together(
    embedded: Embedded, second: tuple[str, Part, Part], name: Callable[[str], str]
) -> None:
    left = 60 - time.time() % 60
    if left < 10:
        time.sleep(left + 0.05)
    key = embedded.store.add(name("shared"), tier="tiny").key
    witness = {"X-API-Key": embedded.key(name("witness"))}
    deadline = time.monotonic() + 30  # the second follows the same file
    while httpx.get(f"{second[0]}/api/v1/crypto/x", headers=witness).status_code != httpx.codes.OK:
        assert time.monotonic() < deadline
        time.sleep(0.05)

    def call(number: int) -> int:
        url = (embedded.url, second[0])[number % 2]
        return httpx.get(f"{url}/api/v1/crypto/x", headers={"X-API-Key": key}, timeout=30).status_code

    with ThreadPoolExecutor(40) as pool:
        assert Counter(pool.map(call, range(40))) == {200: PER_MINUTE, 429: 40 - PER_MINUTE}


def test_two_gateways_admit_no_more_than_the_limit_in_bursts(
    embedded: Embedded, second: tuple[str, Part, Part], name: Callable[[str], str]
) -> None:
    """Both count in blocks and lease what is left of them to their Envoy workers."""
    left = 60 - time.time() % 60
    if left < 20:
        time.sleep(left + 0.05)
    key = embedded.key(name("shared"), tier="burst")  # one request
    admitted = 1

    def call(number: int) -> int:
        url = (embedded.url, second[0])[number % 2]
        with httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=30) as client:
            return sum(client.get("/api/v1/crypto/x").status_code == httpx.codes.OK for _ in range(20))

    for _ in range(3):
        with ThreadPoolExecutor(40) as pool:
            admitted += sum(pool.map(call, range(40)))
        time.sleep(0.4)
    assert PER_BURSTS * 0.95 <= admitted <= PER_BURSTS


def test_a_killed_gateway_leaves_no_envoy(embedded: Embedded, second: tuple[str, Part, Part]) -> None:
    url, authz, envoy = second
    (child,) = Path(f"/proc/{envoy.pid}/task/{envoy.pid}/children").read_text().split()
    envoy.kill()
    deadline = time.monotonic() + 30
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
    authz.kill()
    authz.start()  # over the socket that the killed one left
    envoy.start()
    assert httpx.get(f"{url}/api/v1/crypto/health").status_code == 200
    assert httpx.get(f"{embedded.url}/api/v1/crypto/health").status_code == 200
