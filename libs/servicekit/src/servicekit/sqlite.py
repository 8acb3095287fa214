"""Open SQLite files that the threads and processes of one machine share.

SQLite guards a file with POSIX locks, and the kernel drops all locks that a process has on a file as soon as
the process closes any descriptor of it (https://sqlite.org/howtocorrupt.html, section 2.2). Another process
that then closes its connection takes itself for the last one and deletes the write-ahead log, with committed
transactions in it. Every store, index and command therefore opens its file here, and nothing else opens it.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

BUSY_SECONDS = 10.0
_RETRY_SECONDS = 0.01
_creating = threading.Lock()


class SharedConnection:
    """A connection to *path* that threads use one after another, opened on first use.

    Transactions are durable when they are committed. The file is created readable by its owner only, with
    *schema*, one `CREATE TABLE IF NOT EXISTS` statement.
    """

    def __init__(self, path: str | Path, schema: str) -> None:
        self._path = Path(path)
        self._schema = schema
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection, in autocommit mode. Raises sqlite3.Error or OSError."""
        with self._lock:
            if self._opened is None:
                self._opened = _open(self._path, self._schema)
            yield self._opened

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None


def _open(path: Path, schema: str) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _create(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _prepare(connection, schema)
    except BaseException:
        connection.close()
        raise
    return connection


def _create(path: Path) -> None:
    """Create the file readable by its owner only, before SQLite creates it readable by everybody.

    An existing file is never opened. The lock keeps other threads from connecting to a new file before its
    descriptor is closed here.
    """
    with _creating, suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare(connection: sqlite3.Connection, schema: str) -> None:
    """Set the file up. SQLite's own timeout does not cover processes that all switch a new file to WAL."""
    give_up_at = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(schema)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
