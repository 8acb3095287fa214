"""The index of files that services and the command open and close beside each other."""

import signal
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowforge_cli.assembly.file_store import file_store
from flowforge_cli.home.folder import Home
from servicekit.testing import ServedProcess, serve_process

Command = Callable[..., subprocess.CompletedProcess[str]]
SECRET = "shared with the gateway"
IDENTITY = {"X-Gateway-Secret": SECRET, "X-User-Id": "ann"}


@pytest.fixture
def start(home: Home, tmp_path: Path) -> Callable[[str, ExitStack], ServedProcess]:
    """Start one more files service on the store of the state folder."""

    def run(name: str, running: ExitStack) -> ServedProcess:
        settings = file_store(home, "http://127.0.0.1:8000") | {"FLOWFORGE_GATEWAY_SECRET": SECRET}
        (tmp_path / name).mkdir()
        app = "flowforge_files.app:app"
        return running.enter_context(serve_process(app, tmp_path / name, environment=settings))

    return run


def upload(service: ServedProcess) -> str:
    answer = httpx.post(f"{service.url}/api/v1/files", files={"file": b"confirmed"}, headers=IDENTITY)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return str(found["file_id"])


def ids_in(service: ServedProcess) -> set[str]:
    answer = httpx.get(f"{service.url}/api/v1/files", headers=IDENTITY).json()
    return {file["file_id"] for file in answer["files"]}


@pytest.mark.parametrize("stops", ["first", "second"])
def test_confirmed_files_outlive_commands_and_services_that_end(
    start: Callable[[str, ExitStack], ServedProcess], flowforge: Command, stops: str
) -> None:
    with ExitStack() as running:
        first, second = start("first", running), start("second", running)
        confirmed = {upload(first), upload(second)}
        assert flowforge("files", "list", "--json").returncode == 0
        stopping, staying = (first, second) if stops == "first" else (second, first)
        confirmed.add(upload(staying))
        stopping.process.send_signal(signal.SIGTERM)
        stopping.process.wait()
        confirmed.add(upload(staying))
        assert flowforge("files", "list", "--json").returncode == 0
        confirmed.add(upload(staying))
        staying.process.kill()
        staying.process.wait()
        assert ids_in(start("again", running)) == confirmed
