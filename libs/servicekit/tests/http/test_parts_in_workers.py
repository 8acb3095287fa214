"""A part of a handler that cannot be stopped runs in a worker process."""

import os
import time

import httpx
import pytest
from kit_sample.operations.delegate import waiting


def wait_until_no_thread_waits() -> None:
    until = time.monotonic() + 20
    while waiting and time.monotonic() < until:
        time.sleep(0.02)


def test_a_part_runs_in_another_process(sample: httpx.Client) -> None:
    answer = sample.post("/delegate", json={"how": "not"}).json()
    assert answer["pid"] == os.getpid()
    assert answer["worker"] != answer["pid"]


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [("hang", 504, "TIMED_OUT"), ("segfault", 500, "WORKER_CRASHED"), ("raise", 500, "INTERNAL_ERROR")],
)
def test_a_part_is_ended_and_the_thread_is_free(
    sample: httpx.Client, how: str, status: int, code: str
) -> None:
    answer = sample.post("/delegate", json={"how": how})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    wait_until_no_thread_waits()
    assert not waiting
    assert sample.post("/delegate", json={"how": "not"}).status_code == 200


def test_a_part_ends_when_the_caller_leaves(sample: httpx.Client) -> None:
    with pytest.raises(httpx.ReadTimeout):
        sample.post("/delegate", json={"how": "hang"}, timeout=0.5)
    wait_until_no_thread_waits()
    assert not waiting
