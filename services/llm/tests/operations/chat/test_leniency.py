"""What clients send beside what matters is taken; what would change the answer is honored or refused."""

import os
from typing import Any

import httpx
import pytest

NOT_ON_VLLM = pytest.mark.skipif(
    bool(os.environ.get("FLOWFORGE_TEST_VLLM")), reason="vLLM hands it to the model's chat template"
)
QUESTION = [{"role": "user", "content": "Hi"}]
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def send(client: httpx.Client, **fields: object) -> httpx.Response:
    return client.post("/chat/completions", json={"messages": QUESTION, "max_tokens": 1, **fields})


def prompt_tokens(client: httpx.Client, messages: list[dict[str, Any]]) -> int:
    answer = send(client, messages=messages)
    assert answer.status_code == 200, answer.text
    count: int = answer.json()["usage"]["prompt_tokens"]
    return count


@pytest.mark.parametrize(
    "fields",
    [
        dict.fromkeys(("stop", "n", "tools", "tool_choice", "functions", "audio", "response_format", "seed")),
        {"user": "a", "safety_identifier": "a", "service_tier": "auto", "prompt_cache_key": "a"},
        {"store": False, "metadata": {"a": "b"}, "modalities": ["text"], "verbosity": "medium"},
        {"prediction": {"type": "content", "content": "Hello"}, "parallel_tool_calls": True},
        {"chat_template_kwargs": {"enable_thinking": False}},
        {"seed": -1},
        {"seed": 2**40},
        {"top_p": 0},
    ],
)
def test_what_changes_nothing_is_taken(client: httpx.Client, fields: dict[str, object]) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"reasoning_effort": "low"}, "'reasoning_effort'", marks=NOT_ON_VLLM),
        ({"verbosity": "high"}, "'verbosity'"),
        ({"modalities": ["text", "audio"]}, "'modalities.1' should be 'text'"),
        ({"chat_template_kwargs": {"a": 10**30}}, "'chat_template_kwargs.a'"),
        ({"functions": [{"name": "f"}]}, "'functions' is not a field here"),
        ({"messages": [{"role": "user", "content": [{"type": "file", "file": {}}]}]}, "known: 'text'"),
        ({"messages": [{"role": "user", "content": {"a": 5}}]}, "'messages.0.content'"),
    ],
)
def test_what_would_be_missed_is_refused(client: httpx.Client, fields: dict[str, object], said: str) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 400, answer.text
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "extra",
    [
        {"refusal": None, "annotations": [], "audio": None, "function_call": None, "tool_calls": None},
        {"reasoning_content": "A greeting.", "reasoning": "A greeting."},
        {"parsed": {"a": 1}},
    ],
)
def test_an_answer_is_sent_back_as_it_came(client: httpx.Client, extra: dict[str, Any]) -> None:
    said = {"role": "assistant", "content": "Hello."}
    back = [*QUESTION, said | extra, *QUESTION]
    assert prompt_tokens(client, back) == prompt_tokens(client, [*QUESTION, said, *QUESTION])


def test_a_call_is_sent_back_as_a_stream_has_it(client: httpx.Client) -> None:
    call = {"role": "assistant", "content": "", "tool_calls": [{"index": 0, **CALL}]}
    result = {"role": "tool", "tool_call_id": "c1", "content": [{"type": "text", "text": "noon"}]}
    assert prompt_tokens(client, [*QUESTION, call, result]) > prompt_tokens(client, QUESTION)


def test_a_developer_speaks_as_the_system(client: httpx.Client) -> None:
    developer, system = (
        [{"role": role, "content": "Be kind."}, *QUESTION] for role in ("developer", "system")
    )
    assert prompt_tokens(client, developer) == prompt_tokens(client, system)
