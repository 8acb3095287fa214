"""Engines that can do less, or more, than the embedded one; and callers that leave."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowforge_llm.core.chat.structured.schemas import validate
from servicekit.testing import ServedProcess, serve_process

MODELS = """
default = "plain"
[models.plain]
engine = "openai"
url = "{engine}"
context_length = 8192
can = ["chat", "completions"]
[models.known]
engine = "llama"
url = "{engine}"
context_length = 8192
[models.chained]
engine = "openai"
url = "{chained}"
engine_model = "smollm2-135m-instruct"
context_length = 8192
can = ["chat", "tools", "json_schema", "logprobs"]
"""
CITY = {
    "type": "object",
    "properties": {"city": {"enum": ["Oslo", "Rome"]}},
    "required": ["city"],
    "additionalProperties": False,
}
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": CITY}}]
QUESTION = [{"role": "user", "content": "What is the weather in Oslo?"}]
STORY = {
    "model": "known",
    "messages": [{"role": "user", "content": "Tell a long story."}],
    "max_tokens": 2000,
    "logit_bias": {"2": -100},
}


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    """A llama.cpp server that the service does not know to be one."""
    command = [sys.executable, "-m", "flowforge_llm.engines.llama_server"]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="module")
def others(
    engine: str, service: ServedProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("engines")
    models = folder / "models.toml"
    models.write_text(MODELS.format(engine=engine, chained=f"{service.url}/api/v1/llm"))
    environment = {"FLOWFORGE_LLM_MODELS_FILE": str(models)}
    with (
        serve_process("flowforge_llm.app:app", folder, environment=environment) as served,
        httpx.Client(base_url=f"{served.url}/api/v1/llm", timeout=120) as client,
    ):
        yield client


def ask(client: httpx.Client, **fields: object) -> httpx.Response:
    body = {"messages": QUESTION, "max_tokens": 24, "temperature": 0, **fields}
    return client.post("/chat/completions", json=body)


def test_where_nothing_is_held_the_answer_fits_or_is_an_error(others: httpx.Client) -> None:
    form = {"type": "json_schema", "json_schema": {"name": "city", "schema": CITY, "strict": True}}
    answer = ask(others, response_format=form)
    if answer.status_code == 200:
        validate(json.loads(answer.json()["choices"][0]["message"]["content"]), CITY)
    else:
        assert answer.status_code == 502
        assert answer.json()["error"]["code"] == "schema_missed"


@pytest.mark.parametrize("stream", [False, True])
def test_tools_are_called_by_their_schema_or_the_failure_is_told(
    others: httpx.Client, *, stream: bool
) -> None:
    answer = ask(others, tools=TOOLS, tool_choice="required", stream=stream)
    if "schema_missed" in answer.text:
        return
    assert answer.status_code == 200, answer.text
    if stream:
        lines = [line[6:] for line in answer.text.split("\n\n") if line.startswith("data: {")]
        choices = [one for line in lines for one in json.loads(line)["choices"]]
        assert choices[-1]["finish_reason"] == "tool_calls"
        calls = [one for choice in choices for one in choice["delta"].get("tool_calls", ())]
        validate(json.loads("".join(one["function"]["arguments"] for one in calls)), CITY)
    else:
        (call,) = answer.json()["choices"][0]["message"]["tool_calls"]
        validate(json.loads(call["function"]["arguments"]), CITY)


def test_tools_are_passed_to_a_model_that_has_them(others: httpx.Client) -> None:
    answer = ask(others, model="chained", tools=TOOLS, tool_choice="required", max_tokens=120).json()
    assert answer["model"] == "chained"
    (call,) = answer["choices"][0]["message"]["tool_calls"]
    assert set(json.loads(call["function"]["arguments"])) == {"city"}
    streamed = ask(
        others, model="chained", tools=TOOLS, tool_choice="required", max_tokens=120, stream=True
    ).text
    assert '"get_weather"' in streamed
    assert '"finish_reason":"tool_calls"' in streamed


def busy_slots(engine: str) -> list[dict[str, Any]]:
    slots: list[dict[str, Any]] = httpx.get(engine.removesuffix("/v1") + "/slots").json()
    return [slot for slot in slots if slot["is_processing"]]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_engine_stops_when_the_reader_of_a_stream_leaves(others: httpx.Client, engine: str) -> None:
    with others.stream("POST", "/chat/completions", json=STORY | {"stream": True}) as answer:
        assert answer.status_code == 200
        wait_until(lambda: bool(busy_slots(engine)))
    wait_until(lambda: not busy_slots(engine))


def test_the_engine_stops_when_the_one_who_waits_leaves(
    others: httpx.Client, engine: str, tmp_path: Path
) -> None:
    address = str(others.base_url) + "chat/completions"
    body = tmp_path / "story.json"
    body.write_text(json.dumps(STORY))
    command = ["curl", "-s", "-H", "content-type: application/json", "-d", f"@{body}", address]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as caller:
        wait_until(lambda: bool(busy_slots(engine)))
        caller.kill()
    wait_until(lambda: not busy_slots(engine))
