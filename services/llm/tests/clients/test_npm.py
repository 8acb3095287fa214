"""OpenAI's own client for JavaScript, installed from npm once, against the service."""

import json
import shutil
from pathlib import Path

import pytest
from tools.npm import install, node

from servicekit.testing import ServedProcess

VERSION = "7.55.0"
PROGRAM = Path(__file__).parent / "calls.mjs"


@pytest.fixture(scope="session")
def home() -> Path:
    """A folder in which the client is installed."""
    return install(f"openai-{VERSION}", "install", "--save-exact", f"openai@{VERSION}")


def test_what_the_client_reads(service: ServedProcess, home: Path, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(home / "node_modules")
    program = shutil.copy(PROGRAM, tmp_path)
    read = json.loads(node(program, folder=tmp_path, BASE_URL=f"{service.url}/api/v1/llm"))
    assert read["models"] == ["smollm2-135m-instruct", "all-minilm-l6-v2", "multilingual-e5-small"]
    assert read["chat"] == "The capital city of France is Paris."
    assert json.loads(read["streamed"]) == read["chat"]
    assert read["usage"] > 0
    assert read["call"] == ["get_weather", ["city"]]
    assert read["dimensions"] == [384, 384]
    assert read["events"][0] == "response.created"
    assert read["events"][-1] in ("response.completed", "response.incomplete")
    assert read["error"] == ["NotFoundError", 404, "model_not_found"]
