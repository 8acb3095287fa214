"""The clients, built and installed in clean environments, against a running platform."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tools.npm import node, run
from tools.repository import ROOT
from tools.sdk.python import build_python
from tools.sdk.typescript import build_typescript

HERE = Path(__file__).parent
GUIDE = ROOT / "guide" / "docs"
pytestmark = [pytest.mark.deep, pytest.mark.installs, pytest.mark.system, pytest.mark.timeout(900)]
SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
USED: Mapping[str, Any] = {
    "hash": SHA256_OF_ABC,
    "pages": 2,
    "merged": ["merged.pdf", "application/pdf", 3],
    "error": [422, "VALIDATION_ERROR", "algorithm"],
    "missing": "JOB_NOT_FOUND",
    "job": 3,
    "events": "succeeded",
    "streamed": True,
}
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def work() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ffsdk") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def python(work: Path) -> Path:
    """Build the wheel of a copy, and install it with nothing but what it depends on."""
    source, environment = work / "python", work / "environment"
    shutil.copytree(ROOT / "sdk" / "python", source, ignore=shutil.ignore_patterns("operations", "models"))
    build_python(source / "src" / "flowforge")
    run([UV, "build", "-q", "--wheel", "--out-dir", work / "wheels", source], work)
    run([UV, "venv", "-q", "--python", sys.executable, environment], work)
    wheel = next((work / "wheels").glob("*.whl"))
    run([UV, "pip", "install", "-q", "--python", environment / "bin" / "python", wheel, "mypy"], work)
    return environment / "bin" / "python"


def blocks(language: str) -> dict[str, str]:
    """Return the programs of the guide in a language, by the name of their page."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(GUIDE.rglob("*.md"))}
    pattern = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return {name: "\n".join(found) for name, text in pages.items() if (found := pattern.findall(text))}


@pytest.fixture(scope="module")
def typescript(work: Path) -> Path:
    """Compile a copy, install what npm would publish of it elsewhere, and compile programs that use it there.

    Returns the folder of the compiled programs: the test's own, and those of the guide.
    """
    source, user = work / "typescript", work / "user"
    shutil.copytree(
        ROOT / "sdk" / "typescript",
        source,
        ignore=shutil.ignore_patterns("node_modules", "dist", "generated"),
    )
    build_typescript(source)
    package = user / "node_modules" / "flowforge"
    package.mkdir(parents=True)
    for name in ("package.json", "dist"):
        shutil.move(source / name, package / name)
    (user / "package.json").write_text('{"type": "module"}')
    shutil.copy(HERE / "calls" / "typescript_client.ts", user)
    for name, program in blocks("ts").items():
        (user / f"guide_{name}.ts").write_text(program)
    (user / "node_modules" / "@types").symlink_to((source / "node_modules" / "@types").resolve())
    options = ["--target", "es2022", "--module", "nodenext", "--strict", "--outDir", "out", "--types", "node"]
    programs = [path.name for path in sorted(user.glob("*.ts"))]
    node(source / "node_modules" / "typescript" / "bin" / "tsc", *options, *programs, folder=user)
    return user / "out"


def test_the_python_client(platform: Any, key: str, python: Path, work: Path) -> None:
    program = HERE / "calls" / "python_client.py"
    done = subprocess.run(
        [python, program, platform.address, key, work],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    own = {"parts": 3, "same": True, "named": "of-the-python-client"}
    assert told["waited"] == {**USED, **own}
    assert told["awaited"] == {"last": 38, "streamed": True, "job": 1}
    assert told["retried"] == {"tries": 3, "newer": {"newer": 1}, "gave_up_after": 2, "after": 0.2}


def test_the_python_client_is_typed(python: Path, work: Path) -> None:
    run([python, "-m", "mypy", "--strict", "-p", "flowforge"], work)
    run([python, "-m", "mypy", "--strict", HERE / "calls" / "python_client.py"], work)


def test_the_typescript_client(platform: Any, key: str, typescript: Path, work: Path) -> None:
    program = typescript / "typescript_client.js"
    told = json.loads(node(program, platform.address, key, work, folder=work))
    assert told["used"] == {**USED, "named": "of-the-typescript-client"}
    assert told["retried"] == {"hash": "00", "tries": {"count": 3, "keys": 1}, "after": 0.1}


def ways(platform: Any, key: str) -> dict[str, str]:
    return {"FLOWFORGE_URL": platform.address, "FLOWFORGE_KEY": key}


@pytest.mark.parametrize("page", blocks("python"))
def test_the_python_of_the_guide(platform: Any, key: str, python: Path, tmp_path: Path, page: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(blocks("python")[page])
    run([python, "-m", "mypy", "--strict", program], tmp_path)
    run([python, program], tmp_path, **ways(platform, key))


@pytest.mark.parametrize("page", blocks("ts"))
def test_the_typescript_of_the_guide(
    platform: Any, key: str, typescript: Path, tmp_path: Path, page: str
) -> None:
    node(typescript / f"guide_{page}.js", folder=tmp_path, **ways(platform, key))
