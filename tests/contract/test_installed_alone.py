"""Each service runs from its own wheel and its own requirements, with nothing else installed."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from tools.repository import ROOT, Service, services
from tools.requirements import own_libraries

from flowforge_gateway.services import load_entries
from servicekit.testing import free_port

UV = Path(sys.executable).with_name("uv")
START_SECONDS = 120.0
pytestmark = pytest.mark.installs


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    finished = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr[-3000:]
    return finished.stdout


def wheel(project: Path, folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=project)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """The wheel of every library, by its project."""
    projects = sorted(ROOT.glob("libs/*/pyproject.toml"))
    return {one: wheel(one.parent, tmp_path_factory.mktemp(one.parent.name)) for one in projects}


@pytest.mark.timeout(180)
@pytest.mark.parametrize("service", services(), ids=lambda service: service.package)
def test_a_service_runs_with_its_own_requirements_only(
    service: Service, libraries: dict[Path, Path], tmp_path: Path
) -> None:
    own = wheel(service.folder, tmp_path / "wheel")
    needed = [libraries[one] for one in own_libraries(service.folder / "pyproject.toml")]
    python = tmp_path / "alone/bin/python"
    run(UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "alone")
    locked = ROOT / "requirements" / f"{service.folder.name}.txt"
    run(UV, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", locked)
    run(UV, "pip", "install", "--quiet", "--python", python, "--no-deps", own, *needed)
    run(UV, "pip", "check", "--quiet", "--python", python)
    assert run(python, "-c", "import importlib.util as u; print(u.find_spec('pytest'))").strip() == "None"
    health, document = answers(python, service, tmp_path)
    assert health["status"] == "ok" or _lacks_models(service, health), health
    assert len(document["paths"]) > 0


def _lacks_models(service: Service, health: dict[str, Any]) -> bool:
    """Whether all that is wrong is models that are packages of their own, and are not installed here."""
    wrong = [check for check in health["checks"].values() if check["status"] != "ok"]
    return any(entry.weights for entry in load_entries() if entry.name == service.name) and all(
        "not installed" in str(one) for one in wrong
    )


def answers(python: Path, service: Service, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Start the service as its users do, from a folder that holds no source, and ask it."""
    port = free_port()
    own = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "FLOWFORGE_SPOOL_DIR": str(folder / "spool"),
        "FLOWFORGE_GATEWAY_SECRET": "shared with the gateway",
    }
    command = [str(python), "-m", "uvicorn", f"{service.package}.app:app", "--port", str(port)]
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=own, stdout=output, stderr=output)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            await_answer(client, process, log)
            return client.get("/health").json(), client.get("/openapi.json").json()
    finally:
        process.terminate()
        process.wait(20)


def await_answer(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            assert client.get("/live").status_code == 200
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())
