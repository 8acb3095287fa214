"""Answers to similar questions, by the real embedding model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

SECRET = "a secret of the gateway"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedProcess]:
    folder: Path = tmp_path_factory.mktemp("similar")
    environment = {
        "FLOWFORGE_LLM_SEMANTIC_CACHE_SIMILARITY": "0.9",
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_GATEWAY_SECRET": SECRET,
    }
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as it:
        yield it


def ask(served: ServedProcess, text: str, user: str = "alice", **fields: object) -> dict[str, Any]:
    body = {"messages": [{"role": "user", "content": text}], "max_tokens": 6, "temperature": 0, "cache": True}
    headers = {"x-gateway-secret": SECRET, "x-user-id": user, "x-consumer-tier": "pro"}
    address = f"{served.url}/api/v1/llm/chat/completions"
    answer = httpx.post(address, json=body | fields, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def test_the_same_question_in_other_words_has_the_same_answer(served: ServedProcess) -> None:
    first = ask(served, "Name the capital city of France.")
    again = ask(served, "Please name the capital city of France.")
    assert "similar" not in first
    assert again["similar"]["question"] == "Name the capital city of France."
    assert 0.9 <= again["similar"]["similarity"] <= 1
    assert again["choices"] == first["choices"]
    metrics = httpx.get(f"{served.url}/metrics").text
    assert 'flowforge_llm_similar_answers_total{model="smollm2-135m-instruct"}' in metrics


@pytest.mark.parametrize(
    ("text", "fields", "user"),
    [
        ("Name the capital city of Spain.", {}, "alice"),
        ("Please name the capital city of France.", {}, "bob"),
        ("Please name the capital city of France.", {"cache": False}, "alice"),
        ("Please name the capital city of France.", {"temperature": 0.5}, "alice"),
        ("Please name the capital city of France.", {"max_tokens": 7}, "alice"),
        ("Please name the 2 capital cities of France.", {}, "alice"),
    ],
)
def test_all_else_is_answered_anew(
    served: ServedProcess, text: str, fields: dict[str, object], user: str
) -> None:
    ask(served, "Name the capital city of France.")
    assert "similar" not in ask(served, text, user, **fields)


def test_who_is_answered_so_pays_for_the_embedding_alone(served: ServedProcess) -> None:
    for text in ("Which color has the sky?", "Which color has the sky??"):
        ask(served, text, user="carol")
    headers = {"x-gateway-secret": SECRET, "x-user-id": "carol", "x-consumer-tier": "pro"}
    used = httpx.get(f"{served.url}/api/v1/llm/usage", headers=headers).json()["total"]
    assert {one["model"]: one["requests"] for one in used} == {
        "smollm2-135m-instruct": 1,
        "all-minilm-l6-v2": 2,
    }
