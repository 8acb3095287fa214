"""Durable values in one SQLite file, shared by the threads and processes of one machine."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from servicekit.ports.keys import bounds, to_bytes, to_text
from servicekit.ports.store import StoreConflict, StoredValue, StoreFailed
from servicekit.sqlite import SharedConnection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    service TEXT NOT NULL, consumer TEXT NOT NULL, key BLOB NOT NULL,
    version INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (service, consumer, key)
) WITHOUT ROWID
"""
_GET = "SELECT value, version FROM entries WHERE service = ? AND consumer = ? AND key = ?"
_CREATE = "INSERT INTO entries VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING RETURNING version"
_REPLACE = """
UPDATE entries SET version = version + 1, value = ?
WHERE service = ? AND consumer = ? AND key = ? AND version = ? RETURNING version
"""
_WRITE = """
INSERT INTO entries VALUES (?, ?, ?, 1, ?)
ON CONFLICT DO UPDATE SET version = version + 1, value = excluded.value RETURNING version
"""
_DELETE = "DELETE FROM entries WHERE service = ? AND consumer = ? AND key = ?"
_KEYS = """
SELECT key FROM entries
WHERE service = ? AND consumer = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?
"""


class _Connection:
    """A connection that runs single statements, each a transaction of its own."""

    def __init__(self, path: str | Path) -> None:
        self._shared = SharedConnection(path, _SCHEMA)
        self.close = self._shared.close

    def run(self, statement: str, values: tuple[object, ...]) -> tuple[list[Any], int]:
        """Return the rows of *statement* and the number of rows that it changed. Raises StoreFailed."""
        try:
            with self._shared.use() as connection, closing(connection.execute(statement, values)) as cursor:
                return cursor.fetchall(), cursor.rowcount
        except (sqlite3.Error, OSError) as error:
            raise StoreFailed from error


class SQLiteStore:
    """Two connections: reads never wait for the disk, and writers queue here instead of polling each other.

    The file is readable by its owner alone. A value is on the disk when put returns. Raises StoreFailed where
    the file cannot be read or written.
    """

    def __init__(self, path: str | Path) -> None:
        self.reading = _Connection(path)
        self.writing = _Connection(path)

    def for_consumer(self, service: str, consumer_id: str) -> "SQLiteEntries":
        return SQLiteEntries(self, service, consumer_id)

    def ping(self) -> None:
        self.reading.run("SELECT 1 FROM entries LIMIT 1", ())

    def close(self) -> None:
        self.reading.close()
        self.writing.close()


class SQLiteEntries:
    """The values of one consumer in one service. Keys are stored as bytes: no case or locale counts."""

    def __init__(self, store: SQLiteStore, service: str, consumer_id: str) -> None:
        self._store = store
        self._owner = (service, consumer_id)

    def get(self, key: str) -> StoredValue | None:
        rows, _ = self._store.reading.run(_GET, (*self._owner, to_bytes(key)))
        return StoredValue(*rows[0]) if rows else None

    def put(self, key: str, value: bytes, *, if_version: int | None = None) -> int:
        entry = (*self._owner, to_bytes(key))
        if if_version is None:
            rows, _ = self._store.writing.run(_WRITE, (*entry, value))
        elif if_version == 0:
            rows, _ = self._store.writing.run(_CREATE, (*entry, value))
        else:
            rows, _ = self._store.writing.run(_REPLACE, (value, *entry, if_version))
        if not rows:
            raise StoreConflict(key=key)
        return int(rows[0][0])

    def delete(self, key: str) -> bool:
        _, changed = self._store.writing.run(_DELETE, (*self._owner, to_bytes(key)))
        return changed > 0

    def keys(self, prefix: str = "", *, after: str = "", limit: int = 1000) -> list[str]:
        rows, _ = self._store.reading.run(_KEYS, (*self._owner, *bounds(prefix, after), limit))
        return [to_text(row[0]) for row in rows]
