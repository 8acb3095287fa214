"""CONTRIBUTING's recipes: two files make an operation, seen everywhere, in a copy of the service."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from servicekit.testing import serve_process

ROOT = Path(__file__).parents[2]
SERVICE = ROOT / "services" / "math"
BLOCK = re.compile(
    r"^\d\. `services/math/(?P<path>[^`]+)`.*?^```python\n(?P<code>.*?)^```", re.DOTALL | re.MULTILINE
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The math service with the files of the recipes, and nothing else changed."""
    folder = tmp_path / "math"
    for part in ("src", "tests/conftest.py"):
        source, target = SERVICE / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    blocks = BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text())
    assert [path for path, _ in blocks] == [
        "src/flowforge_math/operations/gcd.py",
        "tests/operations/test_gcd.py",
        "src/flowforge_math/operations/column_sum.py",
        "tests/operations/test_column_sum.py",
    ]
    for path, code in blocks:
        assert not (SERVICE / path).exists()
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(code)
    return folder


def test_the_operation_is_there_for_everybody(copy: Path, tmp_path: Path) -> None:
    search = os.pathsep.join([str(copy / "src"), *(entry for entry in sys.path if entry)])
    with serve_process("flowforge_math.app:app", tmp_path, environment={"PYTHONPATH": search}) as served:
        path = "/api/v1/math/gcd"
        answer = httpx.post(f"{served.url}{path}", json={"numbers": [12, 18]})
        assert answer.json() == {"gcd": 6}
        refused = httpx.post(f"{served.url}{path}", json={"numbers": [0]})
        assert refused.json()["error"]["code"] == "GCD_OF_ZEROS"
        for document in ("openapi.json", "openapi-3.0.json"):
            described = httpx.get(f"{served.url}/{document}").json()["paths"][path]["post"]
            assert described["operationId"] == "math.gcd"
            assert described["summary"] == "Find the greatest common divisor of whole numbers"
            assert "GCD_OF_ZEROS" in str(described["responses"]["422"])
        summed = httpx.post(f"{served.url}/api/v1/math/column-sum", files={"file": ("a.txt", b"1\n2")})
        assert summed.json() == {"sum": 3.0, "count": 2}
        assert 'operation="math.gcd"' in httpx.get(f"{served.url}/metrics").text


def test_the_documents_list_it(copy: Path) -> None:
    """`make docs` in a tree with the two files would write it into each of these."""
    search = os.pathsep.join([str(copy / "src"), *(entry for entry in sys.path if entry)])
    program = "from tools.generate_docs import documents; print('\\f'.join(text for _, text in documents()))"
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONPATH": search}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    operations, errors, *_ = done.stdout.split("\f")
    assert "| `math.gcd` | POST /api/v1/math/gcd | Find the greatest common divisor" in operations
    assert "| `GCD_OF_ZEROS` |" in errors
    assert "| POST /gcd | Find the greatest common divisor" in done.stdout


def test_nothing_of_it_stays() -> None:
    for path, _ in BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text()):
        assert not (SERVICE / path).exists()


def test_its_test_passes_and_the_rules_hold(copy: Path) -> None:
    search = os.pathsep.join([str(copy / "src"), *(entry for entry in sys.path if entry)])
    pytest_here = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    done = subprocess.run(
        [*pytest_here, str(copy / "tests")],
        env={**os.environ, "PYTHONPATH": search},
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for path, code in BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text()):
        ruff = [
            Path(sys.executable).with_name("ruff"),
            "check",
            "--ignore",
            "I001",
        ]  # a copy is no first party
        command = [*ruff, "--stdin-filename", SERVICE / path, "-"]
        checked = subprocess.run(command, input=code, cwd=ROOT, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout
