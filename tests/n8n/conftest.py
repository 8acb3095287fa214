"""A running platform, and an n8n of its own with the node installed."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tools.n8n import n8n
from tools.npm import node
from tools.repository import ROOT
from tools.sdk.n8n import PACKAGE, build_n8n

sys.path.insert(0, str(Path(__file__).parents[1] / "system"))  # for system_stand

from system_stand.platform import Platform

EXAMPLES = ROOT / "docs" / "examples" / "n8n"
ADDRESS = "http://127.0.0.1:8000"
Execute = Callable[[str], dict[str, Any]]
_SECONDS = 500


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(prefix="ffn8n") as folder:
        it = Platform(Path(folder) / "state")
        started = it.run("up", "--detach", "crypto", "pdf", "image", "files", "jobs", "portal", seconds=200)
        assert started.returncode == 0, started.stdout + started.stderr
        try:
            yield it
        finally:
            assert it.run("down").returncode == 0


@pytest.fixture(scope="session")
def execute(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Execute:
    """Import the credentials and all examples; return what executes one and gives the items of each node."""
    home = tmp_path_factory.mktemp("n8n")
    environment = {
        "N8N_USER_FOLDER": str(home),
        "N8N_DEFAULT_BINARY_DATA_MODE": "default",
        "N8N_DIAGNOSTICS_ENABLED": "false",
        "N8N_VERSION_NOTIFICATIONS_ENABLED": "false",
        "N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS": "false",
        "N8N_RUNNERS_ENABLED": "false",
        "N8N_LOG_LEVEL": "info",
        "NO_COLOR": "1",
    }
    _install_node(home)
    program = n8n()

    def run(*words: str | Path) -> str:
        return node(program, *words, folder=home, seconds=_SECONDS, **environment)

    run("import:credentials", f"--input={_credentials(home, platform)}")
    for example in EXAMPLES.glob("*.json"):
        copy = home / example.name
        copy.write_text(example.read_text(encoding="utf-8").replace(ADDRESS, platform.address))
        run("import:workflow", f"--input={copy}")

    def executed(name: str) -> dict[str, Any]:
        identity = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))["id"]
        told = run("execute", f"--id={identity}", "--rawOutput")
        whole, _ = json.JSONDecoder().raw_decode(told, f"\n{told}".index("\n{"))
        data = whole["data"]["resultData"]
        assert "error" not in data, data["error"]
        return {name: runs[0]["data"]["main"][0] for name, runs in data["runData"].items()}

    return executed


def _install_node(home: Path) -> None:
    """Lay the built package where n8n keeps packages of the community."""
    build_n8n()
    nodes = home / ".n8n" / "nodes"
    package = nodes / "node_modules" / PACKAGE.name
    package.mkdir(parents=True)
    shutil.copytree(PACKAGE / "dist", package / "dist")
    shutil.copy(PACKAGE / "package.json", package)
    (nodes / "package.json").write_text(json.dumps({"dependencies": {PACKAGE.name: "*"}}))


def _credentials(home: Path, platform: Platform) -> Path:
    key = platform.key("n8n", "--tier", "enterprise")
    given = {
        "flowforgeHeader1": ("FlowForge key", "httpHeaderAuth", {"name": "X-API-Key", "value": key}),
        "flowforgeApiKey1": ("FlowForge", "flowForgeApi", {"baseUrl": platform.address, "apiKey": key}),
    }
    listed = [
        {"id": identity, "name": name, "type": kind, "data": data}
        for identity, (name, kind, data) in given.items()
    ]
    path = home / "credentials.json"
    path.write_text(json.dumps(listed))
    return path
