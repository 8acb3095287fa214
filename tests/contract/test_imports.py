"""The contracts on imports catch what they are there for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools.repository import ROOT

# What is written into which file, and the contract that it breaks.
BROKEN = {
    "a service imports another": (
        "services/math/src/flowforge_math/operations/evaluate.py",
        "import flowforge_crypto",
        "No service imports another BROKEN",
    ),
    "a service imports a web framework": (
        "services/math/src/flowforge_math/operations/evaluate.py",
        "import starlette",
        "Services leave HTTP, metrics and caches to the kit BROKEN",
    ),
    "a service looks inside the kit": (
        "services/math/src/flowforge_math/operations/evaluate.py",
        "import servicekit.http.request.request_state",
        "Services use the kit's public names BROKEN",
    ),
    "the kit imports a service": (
        "libs/servicekit/src/servicekit/operations/outputs.py",
        "import flowforge_math",
        "Libraries import no service, gateway or command BROKEN",
    ),
    "a lower layer imports a higher": (
        "libs/servicekit/src/servicekit/errors.py",
        "import servicekit.http.request.request_state",
        "The kit is built in layers BROKEN",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy what the contracts are about."""
    for name in ("libs", "services", "gateway/embedded", "cli", "tools"):
        ignored = shutil.ignore_patterns("__pycache__", "tests", "node_modules", ".*")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    return tmp_path


def check(root: Path) -> subprocess.CompletedProcess[str]:
    sources = [str(path) for path in (*root.glob("*/*/src"), root / "cli/src")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sources]), "COLUMNS": "200"}
    command = [sys.executable, "-m", "tools.lint_imports"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_contract_is_named(copy: Path, name: str) -> None:
    path, line, expected = BROKEN[name]
    (copy / path).write_text(f"{(copy / path).read_text()}\n{line}\n")
    found = check(copy)
    assert found.returncode == 1
    assert expected in found.stdout


def test_a_new_service_is_held_without_an_edit(copy: Path) -> None:
    package = copy / "services/fresh/src/flowforge_fresh"
    package.mkdir(parents=True)
    text = '"""A service that was not there before."""\n\nimport flowforge_math\n'
    (package / "__init__.py").write_text(text)
    found = check(copy)
    assert "No service imports another BROKEN" in found.stdout
