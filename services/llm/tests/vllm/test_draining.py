"""A vLLM server that is told to stop: what runs goes on, what comes is taken elsewhere or told to wait."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tools.vllm_cpu.serving import Serving, serve

from servicekit.testing import ServedProcess, serve_process

CHAT = "/api/v1/llm/chat/completions"
QUESTION = {"messages": [{"role": "user", "content": "Name the capital city of France."}], "max_tokens": 4}
STORY = {"messages": [{"role": "user", "content": "Write a long story about the sea."}], "max_tokens": 100}


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with serve(tmp_path / "vllm.log") as it:
        yield it


@pytest.fixture
def served(tmp_path: Path, serving: Serving) -> Iterator[ServedProcess]:
    models = "\n".join(
        f"[models.{name}]\nengine = 'vllm'\nurl = '{serving.root}/v1'\ncontext_length = 2048\n"
        f"engine_model = 'smollm2-135m-instruct'\n{more}"
        for name, more in (("large", ""), ("replaced", "fallback = 'small'"))
    )
    small = "[models.small]\nengine = 'llama'\ncontext_length = 2048\n"
    (tmp_path / "models.toml").write_text(f"default = 'large'\n{models}\n{small}")
    environment = {"FLOWFORGE_LLM_MODELS_FILE": str(tmp_path / "models.toml")}
    with serve_process("flowforge_llm.app:app", tmp_path, environment=environment) as it:
        yield it


@pytest.mark.timeout(600)  # a server of its own is started
def test_it_finishes_what_runs_and_takes_nothing_new(served: ServedProcess, serving: Serving) -> None:
    address = served.url + CHAT
    with httpx.stream("POST", address, json=STORY | {"stream": True, "seed": 1}, timeout=60) as answer:
        lines = answer.iter_lines()
        read = [next(lines) for _ in range(6)]
        serving.process.terminate()
        read += [next(lines) for _ in range(6)]
        away = httpx.post(address, json=QUESTION, timeout=60)
        elsewhere = httpx.post(address, json=QUESTION | {"model": "replaced"}, timeout=60)
        read += lines
    assert (away.status_code, away.json()["error"]["code"]) == (503, "engine_down")
    assert int(away.headers["retry-after"]) > 0
    assert (elsewhere.status_code, elsewhere.json()["model"]) == (200, "small")
    assert [line for line in read if line][-1] == "data: [DONE]"
