"""One consumer cannot take a pool from the others."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

SECRET = "shared with the gateway"
PREFIX = "/api/v1/sample"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    environment = {
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_THREADS": "2",
        "FLOWFORGE_THREAD_QUEUE": "4",
    }
    folder = tmp_path_factory.mktemp("shared")
    with serve_process("kit_sample.app:app", folder, environment=environment) as served:
        yield served


def client(served: ServedProcess, consumer: str) -> httpx.Client:
    identity = {"X-Gateway-Secret": SECRET, "X-User-Id": consumer}
    return httpx.Client(base_url=served.url + PREFIX, headers=identity, timeout=60)


def metrics_of(served: ServedProcess) -> str:
    return httpx.get(f"{served.url}/metrics").text


def threads_busy(served: ServedProcess) -> bool:
    found = re.search(r'flowforge_pool_busy{pool="threads"[^}]*} (\d+)', metrics_of(served))
    return found is not None and int(found[1]) > 0


def test_a_greedy_consumer_is_refused_while_others_go_on(shared: ServedProcess) -> None:
    with (
        client(shared, "greedy") as greedy,
        client(shared, "modest") as modest,
        ThreadPoolExecutor(6) as callers,
    ):
        sent = [callers.submit(greedy.post, "/block", json={"seconds": 4}) for _ in range(6)]
        while not threads_busy(shared):
            assert not all(one.done() for one in sent)
        served = [modest.post("/block", json={"seconds": 0}) for _ in range(5)]
        assert threads_busy(shared)
        assert 'flowforge_requests_running{of="consumers",service="sample"} 3.0' in metrics_of(shared)
        answers = [one.result() for one in sent]
    assert [answer.status_code for answer in served] == [200] * 5
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 3
    assert {answer.json()["error"]["code"] for answer in refused} == {"CONSUMER_SHARE_TAKEN"}
    assert {answer.headers["retry-after"] for answer in refused} == {"1"}


def test_a_resource_is_shared_among_consumers(shared: ServedProcess) -> None:
    """The engine takes two requests at once: a consumer holds one of them, and waits with five at most."""
    with (
        client(shared, "greedy") as greedy,
        client(shared, "modest") as modest,
        ThreadPoolExecutor(12) as callers,
    ):
        sent = [callers.submit(greedy.post, "/engine", json={"seconds": 1}) for _ in range(12)]
        while not any(one.done() for one in sent):  # those over the share are refused at once
            continue
        served = [modest.post("/engine", json={}) for _ in range(3)]
        waiting = [one for one in sent if not one.done()]
        answers = [one.result() for one in sent]
    assert [answer.status_code for answer in served] == [200] * 3
    assert waiting
    refused = [answer.json()["error"]["code"] for answer in answers if answer.status_code == 429]
    assert len(refused) >= 12 - 1 - 5
    assert set(refused) == {"CONSUMER_SHARE_TAKEN"}


def test_metrics_say_where_each_operation_runs(shared: ServedProcess) -> None:
    told = dict(re.findall(r'operation_info{operation="([^"]+)",run="(\w+)"', metrics_of(shared)))
    assert told["sample.block"] == "threads"
    assert {"inline", "threads", "process"} == set(told.values())
