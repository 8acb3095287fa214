"""tus-js-client, which most pages upload with, installed from npm once, against the service."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    served: ServedProcess, caller: Callable[..., httpx.Client], home: Path, tmp_path: Path
) -> None:
    """Whole, in pieces, of a length told late, in three parts at once, and resumed after a stop."""
    content = os.urandom(3_300_001)
    (tmp_path / "file").write_bytes(content)
    with caller("tara") as tara:
        found = upload_in_every_way(served, tara, home, tmp_path)
        assert found.pop("refused") == "UPLOAD_METADATA_INVALID"
        nameless = found.pop("nameless")
        assert found["resumed"]["from"] >= 1_000_000
        found["resumed"] = found["resumed"]["url"]
        for way, address in found.items():
            kept = tara.get(f"{FILES}/{address.split('/')[-2]}").json()
            assert (kept["sha256"], kept["name"]) == (hashlib.sha256(content).hexdigest(), "größe.bin"), way
            assert kept["media_type"] == "application/x-test"
        assert tara.get(f"{FILES}/{nameless.split('/')[-2]}").json()["name"] == "file"
        assert tara.get(f"{FILES}/usage").json()["reserved_bytes"] == 0


def upload_in_every_way(served: ServedProcess, client: httpx.Client, home: Path, folder: Path) -> Any:
    """Upload the *folder*'s file as *client*; return the addresses by way."""
    (folder / "node_modules").symlink_to(home / "node_modules")
    identity = {name: value for name, value in client.headers.items() if name.startswith("x-")}
    printed = node(
        shutil.copy(PROGRAM, folder),
        folder=folder,
        ENDPOINT=f"{served.url}{FILES}/uploads",
        FILE=str(folder / "file"),
        HEADERS=json.dumps(identity),
        URLS=str(folder / "urls.json"),
    )
    return json.loads(printed)
