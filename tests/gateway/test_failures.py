"""Services that are away, slow or broken: who answers, what, and whether it may be tried again."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gateway_stand.checks import assert_refused, content
from gateway_stand.stand import Stand


def test_a_service_that_is_not_there(client: httpx.Client) -> None:
    deadline = time.monotonic() + 10
    while client.get("/api/v1/image/x").status_code == 502:  # until the first health check at the most
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert_refused(client.get("/api/v1/image/x"), 503, "UNAVAILABLE")


def test_a_service_that_is_too_slow(client: httpx.Client) -> None:
    answer = client.post("/api/v1/math/slow?seconds=4", content=b"x")
    assert_refused(answer, 504, "TIMED_OUT")


def test_a_slow_answer_within_the_timeout_is_waited_for(client: httpx.Client) -> None:
    assert content(client.post("/api/v1/crypto/slow?seconds=2", content=b"x"))["slow"] is True


def test_a_service_that_breaks_the_connection(client: httpx.Client) -> None:
    answer = client.post("/api/v1/vector/break?times=1", content=b"x")
    assert_refused(answer, 502, "UPSTREAM_FAILED")
    assert content(client.post("/api/v1/vector/break?times=1", content=b"x")) == {"broken": 1}


def test_what_may_be_repeated_is_tried_once_more(client: httpx.Client) -> None:
    assert content(client.get("/api/v1/vector/break?times=1")) == {"broken": 1}


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_may_not_be_repeated_is_sent_once(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/api/v1/vector/break?times=2", content=b"x")
    assert_refused(answer, 502, "UPSTREAM_FAILED")
    assert client.request(method, "/api/v1/vector/break?times=2", content=b"x").status_code == 502
    assert content(client.request(method, "/api/v1/vector/break?times=2", content=b"x")) == {"broken": 2}


def test_a_service_that_dies_is_unavailable_until_it_is_back(stand: Stand, client: httpx.Client) -> None:
    """After the first 503 no request is sent to it until a health check succeeds."""
    assert client.get("/api/v1/data/x").status_code == 200
    stand.data.kill()
    codes: list[tuple[int, str]] = []
    deadline = time.monotonic() + 8  # several intervals of the health checks
    while time.monotonic() < deadline:
        answer = client.post("/api/v1/data/x", content=b"x")
        codes.append((answer.status_code, answer.json()["error"]["code"]))
        assert answer.headers["retry-after"] == "2"
        time.sleep(0.05)
    failed, unavailable = (502, "UPSTREAM_FAILED"), (503, "UNAVAILABLE")
    first = codes.index(unavailable)
    assert set(codes[:first]) <= {failed}
    assert set(codes[first:]) == {unavailable}
    stand.data.start()
    deadline = time.monotonic() + 30
    while (status := client.get("/api/v1/data/x").status_code) != 200:
        assert status == 503
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_targets_share_the_load(client: httpx.Client) -> None:
    ports = [content(client.get("/api/v1/pdf/x"))["port"] for _ in range(20)]
    assert len(set(ports)) == 2
    assert 4 <= ports.count(ports[0]) <= 16


def test_a_round_robin_goes_round(client: httpx.Client) -> None:
    ports = [content(client.get("/api/v1/math/x"))["port"] for _ in range(40)]
    assert len(set(ports)) == 2
    assert 14 <= ports.count(ports[0]) <= 26


def test_of_two_targets_the_less_busy_one_is_asked(stand: Stand, key: str) -> None:
    def occupy(_number: int) -> int:
        with stand.client(key) as client:
            return int(content(client.get("/api/v1/pdf/slow?seconds=1.5"))["port"])

    with ThreadPoolExecutor(8) as pool:
        ports = Counter(pool.map(occupy, range(8)))
    assert sorted(ports.values()) in ([4, 4], [3, 5])
