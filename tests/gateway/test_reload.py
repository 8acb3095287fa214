"""Changes under traffic: keys come and go, routes change, and no request fails."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import yaml
from gateway_stand.stand import Stand


@contextmanager
def traffic(stand: Stand, key: str, threads: int = 4) -> Iterator[list[int]]:
    """Call without a pause while the block runs; the statuses are in the list afterwards."""
    statuses: list[int] = []
    done = threading.Event()

    def call() -> None:
        with stand.client(key) as client:
            while not done.is_set():
                statuses.append(client.post("/api/v1/crypto/x", content=b"x").status_code)

    callers = [threading.Thread(target=call) for _ in range(threads)]
    for caller in callers:
        caller.start()
    try:
        yield statuses
    finally:
        done.set()
        for caller in callers:
            caller.join()


def test_keys_come_and_go_under_traffic(stand: Stand, key: str, name: Callable[[str], str]) -> None:
    with traffic(stand, key) as statuses:
        for _ in range(5):
            consumer = name("passing")
            new = stand.store.add(consumer, tier="enterprise").key
            stand.render()
            stand.wait_for(new)
            stand.store.revoke(consumer)
            stand.render()
            stand.wait_for(new, known=False)
    assert set(statuses) == {200}
    assert len(statuses) > 100


def test_an_old_key_lives_for_the_grace_time(stand: Stand, name: Callable[[str], str]) -> None:
    consumer = name("rotating")
    old = stand.key(consumer)
    new = stand.store.rotate(consumer).key
    stand.render()
    stand.wait_for(new)
    with stand.client(old) as client:
        assert client.get("/api/v1/crypto/x").status_code == 200


@pytest.fixture
def declaration(stand: Stand) -> Iterator[None]:
    before = stand.kong_file.read_text()
    yield
    stand.kong_file.write_text(before)
    stand.render()


@pytest.mark.usefixtures("declaration")
def test_a_route_changes_under_traffic(stand: Stand, key: str) -> None:
    content = yaml.safe_load(stand.kong_file.read_text())
    crypto = next(service for service in content["services"] if service["name"] == "crypto")
    crypto["routes"][0]["paths"].append("~/api/v1/crypto/brochure$")
    with traffic(stand, key) as statuses, stand.client() as nobody:
        assert nobody.get("/api/v1/crypto/brochure").status_code == 401
        stand.kong_file.write_text(yaml.safe_dump(content, sort_keys=False))
        stand.render()
        deadline = time.monotonic() + 10
        while nobody.get("/api/v1/crypto/brochure").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    assert set(statuses) == {200}


@pytest.mark.usefixtures("declaration")
def test_an_open_stream_survives_a_change(stand: Stand, key: str) -> None:
    with stand.client(key) as client, client.stream("GET", "/api/v1/llm/sse?events=20&pause=0.1") as answer:
        lines = answer.iter_lines()
        next(lines)
        content = yaml.safe_load(stand.kong_file.read_text())
        content["services"][0]["routes"][0]["paths"].append("~/api/v1/crypto/leaflet$")
        stand.kong_file.write_text(yaml.safe_dump(content, sort_keys=False))
        stand.render()
        assert sum(line.startswith("data:") for line in lines) == 20
