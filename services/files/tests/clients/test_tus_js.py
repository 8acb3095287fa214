"""tus-js-client, which most pages upload with, installed from npm once, against the service."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import httpx
import pytest
from tools.npm import install, node

from servicekit.testing import ServedProcess

VERSION = "4.3.1"
PROGRAM = Path(__file__).parent / "uploads.mjs"
FILES = "/api/v1/files"


@pytest.fixture(scope="session")
def home() -> Path:
    """A folder in which the client is installed."""
    return install(f"tus-js-client-{VERSION}", "install", "--save-exact", f"tus-js-client@{VERSION}")


def test_files_come_whole_in_every_way(
    served: ServedProcess, ann: httpx.Client, home: Path, tmp_path: Path
) -> None:
    """Whole, in pieces, of a length told late, in three parts at once, and resumed after a stop."""
    content = os.urandom(3_300_001)
    (tmp_path / "file").write_bytes(content)
    (tmp_path / "node_modules").symlink_to(home / "node_modules")
    identity = {name: value for name, value in ann.headers.items() if name.startswith("x-")}
    printed = node(
        shutil.copy(PROGRAM, tmp_path),
        folder=tmp_path,
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
