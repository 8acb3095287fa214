"""What happens to a service in a bad hour: full disks, callers that leave, signals, spoofed identities."""

import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.http.files.spool_folder import SUBFOLDER
from servicekit.testing import ServedProcess, serve_process

PREFIX = "/api/v1/sample"
SECRET = "a secret of the gateway"


def wait_for(condition: Any, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedProcess]:
    environment = {
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
        "FLOWFORGE_MAX_CONCURRENCY_PER_CONSUMER": "3",
        "FLOWFORGE_SPOOL_MAX_BYTES": "3000000",
        "FLOWFORGE_SPOOL_MAX_BYTES_PER_CONSUMER": "2000000",
        "FLOWFORGE_SHUTDOWN_SECONDS": "1",
        "FLOWFORGE_BODY_TIMEOUT_SECONDS": "1",
    }
    with serve_process("kit_sample.app:app", tmp_path, environment=environment) as server:
        yield server


def identity(user: str, tier: str = "pro") -> dict[str, str]:
    return {
        "x-gateway-secret": SECRET,
        "x-user-id": user,
        "x-consumer-username": f"name of {user}",
        "x-consumer-tier": tier,
    }


def test_identity_is_believed_only_with_the_secret(served: ServedProcess) -> None:
    url = f"{served.url}{PREFIX}/wait"
    known = httpx.post(url, json={"seconds": 0}, headers=identity("u-1"))
    assert known.json() == {"consumer": "u-1", "tier": "pro"}
    for headers in ({}, {"x-gateway-secret": "wrong"}):
        spoofed = {name: value for name, value in identity("u-1").items() if name != "x-gateway-secret"}
        answer = httpx.post(url, json={"seconds": 0}, headers=spoofed | headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "GATEWAY_REQUIRED")


def test_one_caller_cannot_starve_the_others(served: ServedProcess) -> None:
    url = f"{served.url}{PREFIX}/wait"
    answers: list[httpx.Response] = []

    def call() -> None:
        answers.append(httpx.post(url, json={"seconds": 1}, headers=identity("greedy"), timeout=10))

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    other = httpx.post(url, json={"seconds": 0}, headers=identity("modest"))
    for thread in threads:
        thread.join()
    assert other.status_code == 200
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [429] * 5
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["error"]["code"] == "TOO_MANY_CONCURRENT_REQUESTS"
    assert refused.headers["retry-after"] == "1"


def test_spooled_bytes_are_capped_and_given_back(served: ServedProcess) -> None:
    url = f"{served.url}{PREFIX}/measure"
    for _ in range(3):
        answer = httpx.post(url, files={"file": ("a", b"x" * 1_900_000)}, headers=identity("u-1"))
        assert answer.status_code == 200, answer.text
        answer = httpx.post(url, files={"file": ("a", b"x" * 2_100_000)}, headers=identity("u-1"))
        assert (answer.status_code, answer.json()["error"]["code"]) == (507, "SPOOL_SHARE_FULL")
    wait_for(lambda: "flowforge_spool_bytes" in httpx.get(f"{served.url}/metrics").text)
    assert (
        'flowforge_spool_bytes{kind="spooled",service="sample"} 0' in httpx.get(f"{served.url}/metrics").text
    )


def upload_head(size: int) -> bytes:
    lines = [
        f"POST {PREFIX}/measure HTTP/1.1",
        "Host: a",
        *(f"{name}: {value}" for name, value in identity("u-1").items()),
        "Content-Type: image/png",
        f"Content-Length: {size}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def spooled(served: ServedProcess) -> list[Path]:
    return list((served.log.parent / "spool" / SUBFOLDER).glob("*/requests/*"))


def test_a_caller_who_leaves_in_the_upload_leaves_nothing(served: ServedProcess) -> None:
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(upload_head(1_900_000) + b"x" * 1_200_000)
        wait_for(lambda: spooled(served))
    wait_for(lambda: not spooled(served))
    wait_for(lambda: '"status":499' in served.log_text)
    assert '"level":"ERROR"' not in served.log_text


def test_a_slow_body_is_given_up(served: ServedProcess) -> None:
    port = int(served.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(upload_head(19) + b"x")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"BODY_TOO_SLOW" in answer


def test_a_caller_who_leaves_in_the_answer_ends_the_work(served: ServedProcess) -> None:
    url = f"{served.url}{PREFIX}/upper"
    files = {"file": ("a", b"x" * 1_900_000)}
    caller = identity("u-1")
    with httpx.stream("POST", url, files=files, data={"way": "slow"}, headers=caller) as answer:
        next(answer.iter_raw())
    wait_for(lambda: not spooled(served))
    assert '"level":"ERROR"' not in served.log_text


@pytest.mark.parametrize("encoding", ["raw", "multipart", "json"])
def test_a_full_disk_is_told(tmp_path: Path, encoding: str) -> None:
    limit = "import os, resource as r, sys; r.setrlimit(r.RLIMIT_FSIZE, (500_000,) * 2); os.execv(*_)"
    prefix = (sys.executable, "-c", limit.replace("*_", "sys.argv[1], sys.argv[1:]"))
    environment = {"FLOWFORGE_MAX_JSON_BYTES": "16000000"}
    with serve_process("kit_sample.app:app", tmp_path, prefix=prefix, environment=environment) as server:
        url = f"{server.url}{PREFIX}/measure"
        for size, status in ((1000, 200), (3_000_000, 507), (1000, 200)):
            content = b"x" * size
            if encoding == "raw":
                answer = httpx.post(url, content=content, headers={"content-type": "image/png"})
            elif encoding == "multipart":
                answer = httpx.post(url, files={"file": ("a", content)})
            else:
                answer = httpx.post(url, json={"file": {"base64": "eHh4" * (size // 3)}})
            assert answer.status_code == status, answer.text
            if status == 507:
                assert answer.json()["error"]["code"] == "INSUFFICIENT_STORAGE"
        wait_for(lambda: not spooled(server))


def test_sigterm_lets_work_in_flight_end(served: ServedProcess) -> None:
    answers: list[httpx.Response] = []
    url, caller = f"{served.url}{PREFIX}/wait", identity("u-1")

    def call() -> None:
        answers.append(httpx.post(url, json={"seconds": 0.6}, headers=caller, timeout=10))

    thread = threading.Thread(target=call)
    thread.start()
    time.sleep(0.3)
    served.process.send_signal(signal.SIGTERM)
    thread.join()
    assert answers[0].status_code == 200
    served.process.wait(timeout=8)


def test_sigterm_ends_an_endless_stream_with_an_error_event(served: ServedProcess) -> None:
    lines: list[str] = []
    request = {"to": 1_000_000, "pause_seconds": 0.01}
    url, caller = f"{served.url}{PREFIX}/count", identity("u-1") | {"accept": "text/event-stream"}
    with httpx.stream("POST", url, json=request, headers=caller, timeout=10) as answer:
        for line in answer.iter_lines():
            lines.append(line)
            if len(lines) == 2:
                served.process.send_signal(signal.SIGTERM)
    assert "event: error" in lines
    assert json.loads(lines[-2].removeprefix("data: "))["error"]["code"] == "UNAVAILABLE"
    served.process.wait(timeout=8)


def test_sigterm_ends_worker_processes(served: ServedProcess) -> None:
    url, caller = f"{served.url}{PREFIX}/misbehave", identity("u-1")
    answer = httpx.post(url, json={"how": "not"}, headers=caller, timeout=10)
    pid = answer.json()["pid"]
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(timeout=8)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (
            {"FLOWFORGE_THREADS": "none", "FLOWFORGE_LOG_LEVEL": "LOUD"},
            ["FLOWFORGE_THREADS", "FLOWFORGE_LOG_LEVEL", "LOUD"],
        ),
        ({"FLOWFORGE_STORE_URL": "mysql://x"}, ["FLOWFORGE_STORE_URL"]),
    ],
)
def test_all_wrong_settings_are_named_at_the_start(
    tmp_path: Path, environment: dict[str, str], words: list[str]
) -> None:
    with (
        pytest.raises(RuntimeError) as failure,
        serve_process("kit_sample.app:app", tmp_path, environment=environment),
    ):
        pass
    for word in words:
        assert word in str(failure.value)
