"""Where handlers run: deadlines, cancellation, killable processes, resources."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from kit_sample.app import opened
from kit_sample.operations.wait import cancelled

from servicekit.testing import serve_process


def code_of(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def wait_for_cancelled() -> None:
    until = time.monotonic() + 20
    while not cancelled and time.monotonic() < until:
        time.sleep(0.02)


def wait_for_worker(sample: httpx.Client) -> None:
    """Call until a worker has started: on a busy machine its start takes longer than one call may."""
    until = time.monotonic() + 30
    while (answer := sample.post("/misbehave", json={"how": "not"})).status_code == 503:
        assert time.monotonic() < until
    assert answer.status_code == 200


def test_a_thread_is_given_up_at_its_deadline_and_told(sample: httpx.Client) -> None:
    cancelled.clear()
    started = time.monotonic()
    assert code_of(sample.post("/wait", json={"seconds": 10})) == (504, "TIMED_OUT")
    assert time.monotonic() - started > 1.9
    wait_for_cancelled()
    assert cancelled in (["Cancelled"], ["TimedOut"])


def test_a_thread_is_told_when_the_caller_leaves(sample: httpx.Client) -> None:
    cancelled.clear()
    with pytest.raises(httpx.ReadTimeout):
        sample.post("/wait", json={"seconds": 1.9}, timeout=0.5)
    wait_for_cancelled()
    assert cancelled == ["Cancelled"]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("hang", (504, "TIMED_OUT")),
        ("eat", (422, "RESOURCE_LIMIT")),
        ("segfault", (500, "WORKER_CRASHED")),
        ("exit", (500, "WORKER_CRASHED")),
        ("raise", (500, "INTERNAL_ERROR")),
    ],
)
def test_a_misbehaving_process_is_ended_and_the_service_lives(
    sample: httpx.Client, how: str, expected: tuple[int, str]
) -> None:
    wait_for_worker(sample)
    answer = sample.post("/misbehave", json={"how": how})
    assert code_of(answer) == expected
    assert "shadow" not in answer.text
    wait_for_worker(sample)


def test_a_swallowed_memory_error_ends_at_a_limit(sample: httpx.Client) -> None:
    wait_for_worker(sample)
    assert code_of(sample.post("/misbehave", json={"how": "swallow"})) in (
        (504, "TIMED_OUT"),
        (422, "RESOURCE_LIMIT"),
    )
    wait_for_worker(sample)


def test_a_full_pool_answers_busy_at_once(sample: httpx.Client) -> None:
    def call(number: int) -> httpx.Response:
        return sample.post("/engine", json={"seconds": 0.3}, headers={"x-request-id": str(number)})

    with ThreadPoolExecutor(14) as pool:
        answers = list(pool.map(call, range(14)))
    codes = [answer.status_code for answer in answers]
    assert codes.count(200) == 10  # two run, eight wait
    refused = next(answer for answer in answers if answer.status_code == 503)
    assert refused.json()["error"]["code"] == "BUSY"
    assert refused.json()["error"]["retryable"] is True
    assert refused.headers["retry-after"] == "1"
    assert opened[0].most_users == 2


def test_a_lazy_resource_is_closed_when_idle(sample: httpx.Client) -> None:
    assert sample.post("/engine", json={}).status_code == 200
    assert len(opened) == 1
    until = time.monotonic() + 5
    while opened and time.monotonic() < until:
        time.sleep(0.05)
    assert opened == []
    assert sample.post("/engine", json={}).json() == {"turns": 1}


@pytest.fixture
def separate_url(tmp_path: Path) -> Iterator[str]:
    """The sample service in a process of its own: many clients here do not slow it, nor it them."""
    store = {"FLOWFORGE_STORE_URL": f"sqlite:///{tmp_path / 'store.sqlite'}"}
    with serve_process("kit_sample.app:app", tmp_path, environment=store) as server:
        yield f"{server.url}/api/v1/sample"


async def test_a_thousand_at_once_get_answers(separate_url: str) -> None:
    limits = httpx.Limits(max_connections=10)  # of 20 clients: one pool of many calls is slow by itself

    async def fifty(first: int) -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=separate_url, limits=limits, timeout=250) as client:
            numbers = range(first, first + 50)
            calls = (client.post("/echo", json={"text": str(number)}) for number in numbers)
            return await asyncio.gather(*calls)

    gathered = await asyncio.gather(*(fifty(first) for first in range(0, 1000, 50)))
    assert [answer.json()["text"] for answers in gathered for answer in answers] == [
        str(number) for number in range(1000)
    ]
