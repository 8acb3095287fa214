"""An engine's own server, and the whole platform in front of the same one."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.llm.asking import Place

ROOT = Path(__file__).parents[2]
CHAT, VECTORS = "small", "vectors"
MODELS = """
default = "small"
default_embeddings = "vectors"
[models.small]
engine = "llama"
{chat}
context_length = 2048
concurrency = 8
queue = 64
queue_seconds = 300
[models.vectors]
engine = "minilm"
{vectors}
context_length = 256
concurrency = 2
queue = 64
"""


@contextmanager
def engine(module: str, *arguments: str) -> Iterator[str]:
    """Run an engine's own server; yield its base URL."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    if process.stdout is None or process.stdin is None:
        raise RuntimeError("the engine has no pipes")
    try:
        yield process.stdout.readline().decode().strip()
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


@dataclass(frozen=True, slots=True)
class Platform:
    """The platform as `flowforge up llm` runs it."""

    place: Place
    pids: dict[str, int]


@contextmanager
def platform(chat: str | None, vectors: str | None) -> Iterator[Platform]:
    """Run gateway and service before engines that run at these URLs; None: the service runs its own."""
    with tempfile.TemporaryDirectory(prefix="ffbench") as folder:
        models = Path(folder, "models.toml")
        models.write_text(MODELS.format(chat=_url(chat), vectors=_url(vectors)))
        environment = {
            **os.environ,
            "FLOWFORGE_HOME": f"{folder}/state",
            "FLOWFORGE_PORT": "0",
            "FLOWFORGE_LLM_MODELS_FILE": str(models),
        }
        _flowforge(["up", "--detach", "llm"], environment)
        try:
            added = _flowforge(["keys", "add", "bench", "--tier", "enterprise", "--json"], environment)
            key = json.loads(added)["key"]
            status: dict[str, Any] = json.loads(Path(folder, "state", "status.json").read_text())
            pids = {part["name"]: part["pid"] for part in status["parts"]}
            place = Place(f"{status['address']}/api/v1/llm", {"x-api-key": key})
            _await_key(place)
            yield Platform(place, pids)
        finally:
            _flowforge(["down"], environment)


def _await_key(place: Place) -> None:
    """Wait until the gateway knows the key."""
    for _ in range(100):
        if httpx.get(f"{place.url}/models", headers=place.headers, trust_env=False).is_success:
            return
        time.sleep(0.1)
    raise RuntimeError("the gateway does not take the new key")


def _url(url: str | None) -> str:
    return "" if url is None else f'url = "{url}"'


def _flowforge(words: Sequence[str], environment: dict[str, str]) -> str:
    command = [str(ROOT / ".venv/bin/flowforge"), *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"flowforge {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout
