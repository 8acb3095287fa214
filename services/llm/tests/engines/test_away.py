"""Engines that are not there: what callers, the log and /health say. Every server is a real one."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

PREFIX = "/api/v1/llm"
ASK = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 1}
KEY = "a key that nobody else may see"
Serve = Callable[[str], ServedProcess]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    with ExitStack() as stack:

        def start(models: str) -> ServedProcess:
            (tmp_path / "models.toml").write_text(models)
            environment = {
                "FLOWFORGE_LLM_MODELS_FILE": str(tmp_path / "models.toml"),
                "FLOWFORGE_LLM_CONNECT_SECONDS": "1",
                "ENGINE_KEY": KEY,
            }
            return stack.enter_context(
                serve_process("flowforge_llm.app:app", tmp_path, environment=environment)
            )

        yield start


@contextmanager
def somebody(status: int) -> Iterator[tuple[str, list[str]]]:
    """A server that answers everything with *status*; yield its URL and the keys that it was shown."""
    keys: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys.append(self.headers.get("authorization", ""))
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", keys
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("content", [None, b"no weights at all"])
def test_weights_that_are_missing_or_none_are_told_to_the_operator(
    serve: Serve, tmp_path: Path, content: bytes | None
) -> None:
    weights = tmp_path / "large.gguf"
    if content is not None:
        weights.write_bytes(content)
    card = f'engine = "llama"\nweights = "{weights}"\ncontext_length = 512'
    served = serve(f'default = "large"\n[models.large]\n{card}\n')
    answer = httpx.post(f"{served.url}{PREFIX}/chat/completions", json=ASK, timeout=60)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (503, "engine_down")
    assert "cannot be started" in error["message"]
    assert str(weights) not in error["message"]
    assert "engine did not start" in served.log_text
    assert str(weights) in served.log_text
    health = httpx.get(f"{served.url}/health").json()
    assert health["status"] == "degraded"
    assert health["checks"]["models"]["message"] == "large: failed"


def test_health_looks_whether_remote_engines_are_there_and_shows_no_key(serve: Serve) -> None:
    with socket.socket() as probe, somebody(401) as (guarded, shown), somebody(503) as (dead, _):
        probe.bind(("127.0.0.1", 0))
        remote = 'context_length = 512\nkey_env = "ENGINE_KEY"\n'
        served = serve(
            'default = "away"\n'
            f'[models.away]\nengine = "vllm"\nurl = "http://127.0.0.1:{probe.getsockname()[1]}/v1"\n{remote}'
            f'[models.guarded]\nengine = "openai"\nurl = "{guarded}"\n{remote}'
            f'[models.dead]\nengine = "vllm"\nurl = "{dead}"\n{remote}'
        )
        health = httpx.get(f"{served.url}/health").json()
    assert health["status"] == "degraded"
    told = "away: unreachable; guarded: reachable; dead: unreachable"
    assert health["checks"]["models"]["message"] == told
    assert shown == [""]
    assert KEY not in served.log_text
