"""More requests than a model takes, over HTTP: what is refused, who leaves the queue, what /metrics shows."""

import asyncio
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

CHAT = "/api/v1/llm/chat/completions"
MODELS = """
default = "narrow"
[models.narrow]
engine = "llama"
context_length = 1024
concurrency = 1
queue = 2
"""
LONG = {
    "messages": [{"role": "user", "content": "Write a long story."}],
    "max_tokens": 700,
    "logit_bias": {"2": -100},  # the token that would end the story
}
SHORT = LONG | {"max_tokens": 3}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder: Path = tmp_path_factory.mktemp("pressure")
    (folder / "models.toml").write_text(MODELS)
    environment = {"FLOWFORGE_LLM_MODELS_FILE": str(folder / "models.toml")}
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as server:
        assert httpx.post(server.url + CHAT, json=SHORT, timeout=60).status_code == 200
        yield server


def measured(served: ServedProcess, name: str, **labels: str) -> float:
    told = ",".join(f'{label}="{value}"' for label, value in sorted(({"model": "narrow"} | labels).items()))
    text = httpx.get(f"{served.url}/metrics").text
    found = re.search(rf"^flowforge_{re.escape(name + '{' + told + '}')} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


async def until(served: ServedProcess, name: str, value: float) -> None:
    deadline = time.monotonic() + 20
    while (now := await asyncio.to_thread(measured, served, name)) != value:
        assert time.monotonic() < deadline, f"{name} is {now}"
        await asyncio.sleep(0.05)


async def test_a_full_queue_refuses_with_a_time_to_come_back_and_who_leaves_frees_its_place(
    served: ServedProcess,
) -> None:
    refused = measured(served, "llm_requests_refused_total")
    async with httpx.AsyncClient(base_url=served.url, timeout=120) as client:
        running = asyncio.create_task(client.post(CHAT, json=LONG))
        await until(served, "llm_requests_running", 1)
        waiting = [asyncio.create_task(client.post(CHAT, json=SHORT | {"stream": n == 1})) for n in range(2)]
        await until(served, "llm_requests_waiting", 2)
        answer = await client.post(CHAT, json=SHORT)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["type"]) == (503, "engine_full", "server_error")
        assert (error["retryable"], answer.headers["retry-after"]) == (True, "3")
        assert measured(served, "llm_requests_refused_total") == refused + 1
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await until(served, "llm_requests_waiting", 0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await until(served, "llm_requests_running", 0)
        assert (await client.post(CHAT, json=SHORT)).status_code == 200


def test_tokens_and_times_are_measured_by_model(served: ServedProcess) -> None:
    names = ["llm_first_token_seconds_count", "llm_tokens_per_second_count"]
    before = [measured(served, name) for name in names]
    tokens = [measured(served, "llm_tokens_total", direction=way) for way in ("input", "output")]
    usage = httpx.post(served.url + CHAT, json=SHORT, timeout=60).json()["usage"]
    streamed = httpx.post(served.url + CHAT, json=SHORT | {"stream": True}, timeout=60)
    assert streamed.text.rstrip().endswith("[DONE]")
    assert [measured(served, name) for name in names] == [before[0] + 1, before[1] + 2]
    after = [measured(served, "llm_tokens_total", direction=way) for way in ("input", "output")]
    expected = [2 * usage["prompt_tokens"], 2 * usage["completion_tokens"]]
    assert [now - then for now, then in zip(after, tokens, strict=True)] == expected
    assert measured(served, "llm_engine_loaded") == 1
