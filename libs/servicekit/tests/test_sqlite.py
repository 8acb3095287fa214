"""SQLite files that several processes open and close: no committed value is lost, whoever closes first."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from flowforge_filestore.index.sqlite_index import SQLiteFileIndex
from servicekit.ports.sqlite_store import SQLiteStore

REPOSITORY = Path(__file__).parents[3]
OPENERS = {"libs/servicekit/src/servicekit/sqlite.py"}
PROCESS = """
import signal
import sys
from flowforge_filestore.index.sqlite_index import SQLiteFileIndex
from servicekit.ports.sqlite_store import SQLiteStore

def ledger(path):
    opened = SQLiteFileIndex(path)
    opened.ping()
    return opened, lambda key: opened.transact(lambda transaction: transaction.put(key, b"v"))

def store(path):
    opened = SQLiteStore(path)
    opened.ping()
    return opened, lambda key: opened.for_consumer("crypto", "ann").put(key, b"v")

opened, put = {"ledger": ledger, "store": store}[sys.argv[1]](sys.argv[2])
for line in sys.stdin:
    put(line.strip())
    print("confirmed", flush=True)
opened.close()
print("closed", flush=True)
signal.pause()
"""
KINDS = ("ledger", "store")


class Other:
    """A process that opens the file, commits the keys that it is told, and closes the file."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def put(self, key: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(key + "\n")
        self._process.stdin.flush()
        assert self._read() == "confirmed"

    def close_file(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._read() == "closed"

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def opened(kind: str, path: Path, first_key: str) -> Iterator[Other]:
    command = [sys.executable, "-c", PROCESS, kind, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        other = Other(process)
        other.put(first_key)
        try:
            yield other
        finally:
            other.kill()


def keys_in(kind: str, path: Path) -> list[str]:
    if kind == "ledger":
        ledger = SQLiteFileIndex(path)
        try:
            return ledger.scan("")
        finally:
            ledger.close()
    store = SQLiteStore(path)
    try:
        return store.for_consumer("crypto", "ann").keys()
    finally:
        store.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("closes", ["first", "second"])
def test_what_one_process_commits_outlives_the_close_of_another(
    tmp_path: Path, kind: str, closes: str
) -> None:
    path = tmp_path / "file.sqlite"
    with ExitStack() as running:
        first = running.enter_context(opened(kind, path, "first-1"))
        second = running.enter_context(opened(kind, path, "second-1"))
        closing, staying = (first, second) if closes == "first" else (second, first)
        staying.put("stays-1")
        closing.close_file()
        staying.put("stays-2")
        assert keys_in(kind, path) == ["first-1", "second-1", "stays-1", "stays-2"]  # opens and closes it too
        staying.put("stays-3")
        staying.kill()
    assert keys_in(kind, path) == ["first-1", "second-1", "stays-1", "stays-2", "stays-3"]


def test_nothing_else_opens_a_database_file() -> None:
    sources = [
        path
        for pattern in ("libs/*/src", "services/*/src", "gateway/*/src", "cli/src")
        for folder in REPOSITORY.glob(pattern)
        for path in folder.rglob("*.py")
    ]
    found = {str(path.relative_to(REPOSITORY)) for path in sources if _connects(path)}
    assert found == OPENERS


def _connects(path: Path) -> bool:
    return any(
        (isinstance(node, ast.ImportFrom) and node.module in ("sqlite3", "aiosqlite"))
        or (isinstance(node, ast.Attribute) and ast.unparse(node) == "sqlite3.connect")
        for node in ast.walk(ast.parse(path.read_text()))
    )
