"""An engine that dies in the middle of an answer, one that is away, and another that takes over."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from servicekit.testing import ServedProcess, free_port, serve_process

CHAT = "/api/v1/llm/chat/completions"
STORY = {
    "messages": [{"role": "user", "content": "Write a very long story about the sea."}],
    "temperature": 0,
    "max_tokens": 1000,
    "logit_bias": {"2": -100},  # the token that would end the story
}
SHORT = STORY | {"max_tokens": 4}


@pytest.fixture
def away() -> str:
    """The address of a port where nobody listens."""
    return f"http://127.0.0.1:{free_port()}/v1"


@pytest.fixture
def served(tmp_path: Path, away: str) -> Iterator[ServedProcess]:
    """An embedded model, one whose server is away, and one whose server is away but has a stand-in."""
    (tmp_path / "models.toml").write_text(f"""
        default = "small"
        [models.small]
        engine = "llama"
        context_length = 2048
        [models.lost]
        engine = "vllm"
        url = "{away}"
        context_length = 2048
        [models.replaced]
        engine = "vllm"
        url = "{away}"
        context_length = 2048
        fallback = "small"
    """)
    environment = {
        "FLOWFORGE_LLM_MODELS_FILE": str(tmp_path / "models.toml"),
        "FLOWFORGE_LLM_CONNECT_SECONDS": "1",
    }
    with serve_process("flowforge_llm.app:app", tmp_path, environment=environment) as server:
        yield server


def engine_pid(served: ServedProcess) -> int:
    (child,) = psutil.Process(served.process.pid).children()
    assert "llama_server" in " ".join(child.cmdline())
    return child.pid


def ask(served: ServedProcess, **fields: object) -> httpx.Response:
    return httpx.post(served.url + CHAT, json=SHORT | fields, timeout=60)


def test_a_stream_whose_engine_dies_ends_with_an_error_and_the_service_recovers(
    served: ServedProcess,
) -> None:
    assert ask(served).status_code == 200
    pid = engine_pid(served)
    with httpx.stream("POST", served.url + CHAT, json=STORY | {"stream": True}, timeout=60) as answer:
        lines = answer.iter_lines()
        read = [next(lines) for _ in range(8)]
        os.kill(pid, signal.SIGKILL)
        read += lines
    assert "data: [DONE]" not in read
    last = [line for line in read if line][-2:]
    assert last[0] == "event: error"
    error = json.loads(last[1].removeprefix("data: "))["error"]
    assert (error["code"], error["type"], error["retryable"]) == ("engine_failed", "server_error", True)
    assert ask(served).status_code == 200
    assert engine_pid(served) != pid


def test_an_answer_whose_engine_dies_is_an_error(served: ServedProcess) -> None:
    assert ask(served).status_code == 200
    pid = engine_pid(served)
    killer = threading.Timer(0.5, os.kill, (pid, signal.SIGKILL))
    killer.start()
    broken = ask(served, max_tokens=1000)
    killer.join()
    assert (broken.status_code, broken.json()["error"]["code"]) == (502, "engine_failed")
    (logged,) = [line for line in served.log_text.splitlines() if "engine failed" in line]
    assert "ClientPayloadError" in logged or "cut off" in logged
    assert ask(served).status_code == 200


def test_a_request_right_after_the_death_of_the_engine_is_answered(served: ServedProcess) -> None:
    assert ask(served).status_code == 200
    os.kill(engine_pid(served), signal.SIGKILL)
    assert ask(served).status_code == 200


def test_an_engine_that_is_away_is_said_to_be(served: ServedProcess) -> None:
    for fields in ({}, {"stream": True}):
        answer = ask(served, model="lost", **fields)
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "engine_down")
        assert answer.json()["error"]["retryable"] is True


def test_a_stand_in_takes_over_before_the_first_token(served: ServedProcess) -> None:
    answer = ask(served, model="replaced")
    assert (answer.status_code, answer.json()["model"]) == (200, "small")
    streamed = ask(served, model="replaced", stream=True)
    assert '"model":"small"' in streamed.text
    assert streamed.text.rstrip().endswith("[DONE]")
    metrics = httpx.get(f"{served.url}/metrics").text
    assert 'flowforge_llm_fallbacks_total{by="small",model="replaced"} 2.0' in metrics


def test_who_leaves_stops_the_engine(served: ServedProcess) -> None:
    """The engine's processor time stands still soon after the caller has gone, streamed or not."""
    assert ask(served).status_code == 200
    engine = psutil.Process(engine_pid(served))
    with httpx.stream("POST", served.url + CHAT, json=STORY | {"stream": True}, timeout=60) as answer:
        next(answer.iter_lines())
    assert_comes_to_rest(engine)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(served.url + CHAT, json=STORY, timeout=0.5)
    assert_comes_to_rest(engine)


def assert_comes_to_rest(engine: psutil.Process) -> None:
    until = time.monotonic() + 30
    used = -1.0
    while time.monotonic() < until:
        times = engine.cpu_times()
        now = times.user + times.system
        if now - used < 0.02:
            return
        used = now
        time.sleep(0.3)
    raise AssertionError("the engine goes on working for nobody")
