"""The service served for the whole run: with its embedded engines, or with vLLM on FLOWFORGE_TEST_VLLM=1.

vLLM runs on the processor, from tools/vllm_cpu; `make test-vllm` says which tests. Where the variable holds
the address of a server that runs already, that one is used.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tools.vllm_cpu.serving import serve

from servicekit.testing import ServedProcess, serve_process

PREFIX = "/api/v1/llm"
AT_A_LOSS = "the model gave no usable answer, and the service said so"
VLLM = os.environ.get("FLOWFORGE_TEST_VLLM", "")
collect_ignore = [] if VLLM else ["vllm"]
ON_VLLM = """
default = "smollm2-135m-instruct"
default_embeddings = "all-minilm-l6-v2"
[models.smollm2-135m-instruct]
engine = "vllm"
url = "{root}/v1"
context_length = 2048
max_output_tokens = 1024
usual_output_tokens = 256
[models.all-minilm-l6-v2]
engine = "minilm"
context_length = 256
[models.with-tools]
engine = "vllm"
url = "{root}/v1"
engine_model = "smollm2-135m-instruct"
context_length = 2048
can = ["chat", "tools", "json_schema", "logprobs"]
[models.unlimited]
engine = "vllm"
url = "{root}/v1"
engine_model = "smollm2-135m-instruct"
context_length = 2048
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On vLLM leave out what would not be served by it."""
    if not VLLM:
        return
    served = [item for item in items if {"service", "serving"} & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in served])
    items[:] = served


@pytest.fixture(scope="session")
def vllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the root URL of a vLLM server."""
    if VLLM.startswith("http"):
        yield VLLM
        return
    with serve(tmp_path_factory.mktemp("vllm") / "server.log") as serving:
        yield serving.root


@pytest.fixture(scope="session")
def models_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the setting that names the models; none for the embedded ones."""
    if not VLLM:
        return {}
    path: Path = tmp_path_factory.mktemp("models") / "models.toml"
    path.write_text(ON_VLLM.format(root=request.getfixturevalue("vllm")))
    return {"FLOWFORGE_LLM_MODELS_FILE": str(path)}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory, models_file: dict[str, str]) -> Iterator[ServedProcess]:
    folder = tmp_path_factory.mktemp("llm")
    environment = {
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_FILES_URL": (folder / "files").as_uri(),
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        **models_file,
    }
    with serve_process("flowforge_llm.app:app", folder, environment=environment) as served:
        yield served


@pytest.fixture
def read_usable() -> Callable[[httpx.Response], dict[str, Any]]:
    """Return what reads a task's answer. That a small model is at a loss is no mistake, if it is told."""

    def read(answer: httpx.Response) -> dict[str, Any]:
        document: dict[str, Any] = answer.json()
        if answer.status_code == 502:
            assert document["error"]["code"] == "ANSWER_UNUSABLE"
            pytest.skip(AT_A_LOSS)
        assert answer.status_code == 200, answer.text
        return document

    return read


@pytest.fixture
def client(service: ServedProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url + PREFIX, timeout=120) as client:
        yield client
