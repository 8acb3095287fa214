"""The file index in one SQLite file, shared by the services of one machine."""

import errno
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from flowforge_filestore.index.transactions import Transaction
from servicekit.errors import OperationError
from servicekit.ports.file_errors import FileIndexUnavailable, FileIndexUnwritable
from servicekit.sqlite import SharedConnection

T = TypeVar("T")
_MOST_READ_AT_ONCE = 500
_PRIMARY = 0xFF  # the rest of an error's number only details it
_REFUSED = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SCHEMA = "CREATE TABLE IF NOT EXISTS records (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
_GET = "SELECT value FROM records WHERE key = ?"
_PUT = "INSERT INTO records VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
_DELETE = "DELETE FROM records WHERE key = ?"
_UP = "SELECT key FROM records WHERE key > ? AND key < ? ORDER BY key LIMIT ?"
_DOWN = "SELECT key FROM records WHERE key > ? AND key < ? ORDER BY key DESC LIMIT ?"


class _Work:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> bytes | None:
        with closing(self._connection.execute(_GET, (key,))) as cursor:
            row = cursor.fetchone()
        return row[0] if row else None

    def put(self, key: str, value: bytes) -> None:
        self._connection.execute(_PUT, (key, value))

    def delete(self, key: str) -> None:
        self._connection.execute(_DELETE, (key,))


class SQLiteFileIndex:
    """Transactions take the file's one write lock from their first read: they run one after another.

    Reads have a connection of their own, and wait for no writer. The file is readable by its owner alone.
    """

    def __init__(self, path: str | Path) -> None:
        self._connections = {name: SharedConnection(path, _SCHEMA) for name in ("read", "write")}

    def transact(self, work: Callable[[Transaction], T]) -> T:
        with self._use("write") as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(_Work(connection))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

    def read(self, keys: Sequence[str]) -> list[bytes | None]:
        found: dict[str, bytes] = {}
        with self._use("read") as connection:
            for start in range(0, len(keys), _MOST_READ_AT_ONCE):
                part = keys[start : start + _MOST_READ_AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"SELECT key, value FROM records WHERE key IN ({marks})"  # noqa: S608 - marks only
                with closing(connection.execute(query, part)) as cursor:
                    found.update(cursor.fetchall())
        return [found.get(key) for key in keys]

    def scan(self, prefix: str, *, after: str = "", limit: int = 1000, newest: bool = False) -> list[str]:
        start, end = prefix, prefix + "\x7f"
        if newest:
            query, end = _DOWN, after or end
        else:
            query, start = _UP, after or start
        with self._use("read") as connection, closing(connection.execute(query, (start, end, limit))) as rows:
            return [row[0] for row in rows.fetchall()]

    def ping(self) -> None:
        self.scan("", limit=1)

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    @contextmanager
    def _use(self, name: str) -> Iterator[sqlite3.Connection]:
        try:
            with self._connections[name].use() as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise (_refused_write(error) if name == "write" else FileIndexUnavailable()) from error


def _refused_write(error: sqlite3.Error | OSError) -> OperationError:
    if isinstance(error, OSError):
        return FileIndexUnwritable() if error.errno in _UNWRITABLE else FileIndexUnavailable()
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None and (code == sqlite3.SQLITE_IOERR_WRITE or code & _PRIMARY in _REFUSED):
        return FileIndexUnwritable()
    return FileIndexUnavailable()
