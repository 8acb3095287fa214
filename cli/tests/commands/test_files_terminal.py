"""`flowforge files` as a person meets it: on a narrow terminal, and asked before something goes."""

import hashlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flowforge_cli.assembly.file_store import file_store
from flowforge_cli.home.folder import Home
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings

Command = Callable[..., subprocess.CompletedProcess[str]]
CONTENT = b"kept by nobody in particular"


@pytest.fixture
async def file_id(home: Home, tmp_path: Path) -> str:
    """The id of a file with a long name in the store."""
    given = file_store(home, "http://127.0.0.1:8000")
    path = tmp_path / "source"
    path.write_bytes(CONTENT)
    library = open_library(
        FileSettings(url=given["FLOWFORGE_FILES_URL"], signing_key=given["FLOWFORGE_FILES_SIGNING_KEY"])
    )
    stored = await library.save(
        "anonymous",
        path,
        tier="free",
        name="a rather long name of a file " * 4 + ".txt",
        media_type="text/plain",
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )
    await library.close()
    return stored.file_id


def on_a_terminal(home: Home, answer: str, *words: str) -> tuple[int, str]:
    """Run the command on a terminal of 80 columns, type *answer*; return its code and what it wrote."""
    controller, terminal = pty.openpty()
    environment = {**os.environ, "FLOWFORGE_HOME": str(home.path), "TERM": "dumb", "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, "-m", "flowforge_cli", *words],
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    os.write(controller, f"{answer}\n".encode())
    written = b""
    while piece := _read(controller):
        written += piece
    os.close(controller)
    return process.wait(60), written.decode()


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 4096)
    except OSError:  # the other side has closed
        return b""


def test_an_id_is_whole_on_80_columns(flowforge: Command, file_id: str) -> None:
    for shown in (flowforge("files", "list", columns=80), flowforge("files", "list", "--json", columns=80)):
        assert file_id in shown.stdout
    lines = flowforge("files", "list", columns=80).stdout.splitlines()
    assert len(lines) == 3  # headings, one file, the total


@pytest.mark.parametrize(
    ("answer", "code", "told"), [("n", 1, "nothing was removed"), ("", 1, "nothing was")]
)
def test_a_no_removes_nothing(home: Home, file_id: str, answer: str, code: int, told: str) -> None:
    done = on_a_terminal(home, answer, "files", "prune", "--consumer", "anonymous")
    assert "Remove 1 file (28 bytes) for good? [y/N]" in done[1]
    assert (done[0], told in done[1]) == (code, True)
    assert file_id in on_a_terminal(home, "", "files", "list", "--json")[1]


def test_a_yes_removes_it(home: Home, file_id: str) -> None:
    code, written = on_a_terminal(home, "y", "files", "prune", "--consumer", "anonymous")
    assert code == 0
    assert "Removed 1 file (28 bytes)." in written
    assert file_id not in on_a_terminal(home, "", "files", "list", "--json")[1]
