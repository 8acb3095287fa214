"""Every route that makes a model work writes what it took into the consumer's usage."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

SECRET = "a secret of the gateway"
CHAT, VECTORS = "smollm2-135m-instruct", "all-minilm-l6-v2"
TEXT = "The soup was wonderful, and Anna paid in Berlin."
SCHEMA = {"type": "object", "properties": {"place": {"type": "string"}}}
ROUTES: list[tuple[str, dict[str, Any], str]] = [
    ("completions", {"prompt": "The capital of France is", "max_tokens": 2}, CHAT),
    ("completions", {"prompt": ["One", "Two"], "max_tokens": 2, "stream": True}, CHAT),
    ("responses", {"input": "Hello", "max_output_tokens": 2}, CHAT),
    ("responses", {"input": "Hello", "max_output_tokens": 2, "stream": True}, CHAT),
    ("v1/messages", {"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 2}, CHAT),
    ("embeddings", {"input": "Hello"}, VECTORS),
    ("rerank", {"query": "soup", "documents": [TEXT]}, VECTORS),
    ("score", {"text_1": "soup", "text_2": TEXT}, VECTORS),
    ("moderations", {"input": TEXT}, CHAT),
    ("answer", {"text": TEXT, "question": "Who paid?"}, CHAT),
    ("classify", {"text": TEXT, "labels": [{"name": "food"}, {"name": "cars"}]}, VECTORS),
    ("classify", {"text": TEXT, "labels": [{"name": "food"}, {"name": "cars"}], "method": "model"}, CHAT),
    ("entities", {"text": TEXT}, CHAT),
    ("extract", {"text": TEXT, "schema": SCHEMA}, CHAT),
    ("rewrite", {"text": TEXT}, CHAT),
    ("sentiment", {"text": TEXT}, VECTORS),
    ("summarize", {"text": TEXT, "max_words": 5}, CHAT),
    ("title", {"text": TEXT}, CHAT),
    ("translate", {"text": TEXT, "target": "German"}, CHAT),
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder: Path = tmp_path_factory.mktemp("billing")
    environment = {
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
    }
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as it:
        yield it


@pytest.mark.parametrize("number", range(len(ROUTES)), ids=[f"{n}-{one[0]}" for n, one in enumerate(ROUTES)])
def test_it_is_paid_for_whatever_comes_of_it(served: ServedProcess, number: int) -> None:
    """A small model may fail at a task (502): its tokens were made all the same."""
    path, body, model = ROUTES[number]
    headers = {"x-gateway-secret": SECRET, "x-user-id": f"u-{number}", "x-consumer-tier": "pro"}
    with httpx.Client(base_url=f"{served.url}/api/v1/llm", headers=headers, timeout=120) as client:
        answer = client.post(f"/{path}", json=body)
        assert answer.status_code in (200, 502), answer.text
        (used,) = client.get("/usage").json()["total"]
    assert used["model"] == model
    assert used["requests"] > 0
    assert used["input_tokens"] > 0
    assert (used["output_tokens"] > 0) == (model == CHAT)
