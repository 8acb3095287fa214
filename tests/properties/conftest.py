"""Every service of the repository, running in its own process, and its documents."""

import base64
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.testing import ServedProcess, serve_process

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/src/flowforge_*/app.py"))


@pytest.fixture(scope="session", params=SERVICES)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedProcess]:
    assert importlib.util.find_spec(request.param), f"{request.param} is not installed"
    folder = tmp_path_factory.mktemp(request.param)
    with serve_process(f"{request.param}.app:app", folder, environment=_environment(folder)) as served:
        yield served


# Short answers: what is explored is the interface, and every word of a model takes time.
MODELS = """
default = "small"
default_embeddings = "vectors"
[models.small]
engine = "llama"
context_length = 4096
max_output_tokens = 192
usual_output_tokens = 8
concurrency = 4
[models.vectors]
engine = "minilm"
context_length = 256
"""


def _environment(folder: Path) -> dict[str, str]:
    """Everything that an operation may need: without it they answer, rightly, that it is not configured."""
    key = base64.b64encode(os.urandom(32)).decode()
    models = folder / "models.toml"
    models.write_text(MODELS)
    return {
        "FLOWFORGE_LLM_MODELS_FILE": str(models),
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
        "FLOWFORGE_CRYPTO_MASTER_KEY": key,
        "FLOWFORGE_FILES_URL": (folder / "files").as_uri(),
        "FLOWFORGE_FILES_INDEX_URL": f"sqlite:///{folder / 'index.sqlite'}",
        "FLOWFORGE_FILES_SIGNING_KEY": key,
    }


def _get(service: ServedProcess, path: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(service.url + path, timeout=20).raise_for_status().json()
    return found


@pytest.fixture(scope="session")
def document(service: ServedProcess) -> dict[str, Any]:
    return _get(service, "/openapi.json")


@pytest.fixture(scope="session")
def profile(service: ServedProcess) -> dict[str, Any]:
    return _get(service, "/openapi-3.0.json")
