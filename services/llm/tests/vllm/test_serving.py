"""vLLM at work behind the service: tools of its own, salted prefixes, callers that leave."""

import json
import re
import time
from collections.abc import Iterator

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

CHAT = "/api/v1/llm/chat/completions"
SECRET = "a secret of the gateway"
STORY = {
    "messages": [{"role": "user", "content": "Write a very long story about the sea."}],
    "max_tokens": 1000,
    "seed": 7,
}
RUNNING = re.compile(r"^vllm:num_requests_running\{.*\} (\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, models_file: dict[str, str]) -> Iterator[ServedProcess]:
    """The service behind a gateway, so that consumers are told apart."""
    environment = {**models_file, "FLOWFORGE_GATEWAY_SECRET": SECRET}
    with serve_process("flowforge_llm.app:app", tmp_path_factory.mktemp("g"), environment=environment) as it:
        yield it


def cached_tokens(served: ServedProcess, consumer: str, text: str) -> int:
    headers = {"x-gateway-secret": SECRET, "x-user-id": consumer, "x-consumer-tier": "pro"}
    body = {"messages": [{"role": "user", "content": text}], "max_tokens": 1, "temperature": 0}
    answer = httpx.post(served.url + CHAT, json=body, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["usage"]["prompt_tokens_details"]["cached_tokens"] or 0)


def test_nobody_gains_time_from_what_another_has_asked(guarded: ServedProcess) -> None:
    text = f"{time.time_ns()} is a number. " + "The sea is wide and the night is long. " * 40
    assert cached_tokens(guarded, "alice", text) == 0
    assert cached_tokens(guarded, "alice", text) > 100
    assert cached_tokens(guarded, "bob", text) == 0


@pytest.mark.parametrize("stream", [False, True])
def test_who_leaves_stops_the_engine(service: ServedProcess, vllm: str, *, stream: bool) -> None:
    request = STORY | {"stream": stream}
    if stream:
        with httpx.stream("POST", service.url + CHAT, json=request, timeout=60) as answer:
            next(answer.iter_lines())
    else:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(service.url + CHAT, json=request, timeout=0.6)
    await_rest(vllm)


def await_rest(vllm: str) -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if all(float(value) == 0 for value in RUNNING.findall(httpx.get(f"{vllm}/metrics").text)):
            return
        time.sleep(0.1)
    raise AssertionError("vLLM goes on working for nobody")


def test_its_own_tools_are_called(client: httpx.Client) -> None:
    parameters = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 20}},
        "required": ["city"],
        "additionalProperties": False,
    }
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": parameters}}
    request = {
        "model": "with-tools",
        "messages": [{"role": "user", "content": "What is the weather in Oslo?"}],
        "tools": [tool],
        "tool_choice": {"type": "function", "function": {"name": "get_weather"}},
        "max_tokens": 60,
        "temperature": 0,
    }
    answer = client.post("/chat/completions", json=request)
    assert answer.status_code == 200, answer.text
    (call,) = answer.json()["choices"][0]["message"]["tool_calls"]
    assert call["function"]["name"] == "get_weather"
    assert set(json.loads(call["function"]["arguments"])) == {"city"}


def test_answers_have_openais_fields_alone(client: httpx.Client) -> None:
    request = {"messages": STORY["messages"], "max_tokens": 2}
    document = client.post("/chat/completions", json=request).json()
    assert not {"prompt_token_ids", "prompt_logprobs", "kv_transfer_params"} & document.keys()
    assert not {"token_ids", "stop_reason", "routed_experts"} & document["choices"][0].keys()


def test_health_says_that_it_is_reachable(client: httpx.Client) -> None:
    said = client.get("/health").json()["checks"]["models"]
    assert said["detail"]["smollm2-135m-instruct"] == "reachable"
