"""Open the database of the record: SQLite in write-ahead mode, or PostgreSQL."""

import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

Synchronous = Literal["NORMAL", "FULL"]
P = ParamSpec("P")
T = TypeVar("T")
_BUSY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Database:
    """One pool of connections. Transitions run in `write`, everything that only reads in `read`."""

    engine: AsyncEngine
    _writer: AsyncEngine

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    async def write(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run *call* in a transaction and commit it."""
        async with self._writer.begin() as connection:
            return await connection.run_sync(call, *args, **kwargs)

    async def read(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        async with self.engine.connect() as connection:
            return await connection.run_sync(call, *args, **kwargs)


@asynccontextmanager
async def open_database(
    url: str, *, synchronous: Synchronous = "NORMAL", connections: int = 8
) -> AsyncIterator[Database]:
    """Open `sqlite:///path` or `postgresql://user@host/name`.

    *synchronous* is SQLite's: with NORMAL a crash of the machine, not of a process, may lose the latest
    transactions.
    """
    engine = _engine(url, synchronous, connections)
    # A writer of SQLite takes the lock at its start: a transaction that reads first could not be upgraded.
    writer = engine.execution_options(begins_immediate=True)
    try:
        yield Database(engine, writer)
    finally:
        await engine.dispose()


def _engine(url: str, synchronous: Synchronous, connections: int) -> AsyncEngine:
    address = make_url(url)
    backend = address.get_backend_name()
    if backend == "postgresql":
        return create_async_engine(
            address.set(drivername="postgresql+asyncpg"),
            pool_size=connections,
            max_overflow=connections,
            pool_pre_ping=True,
        )
    if backend != "sqlite" or not address.database:
        raise ValueError("the address of the record begins with sqlite:/// or postgresql://")
    _create(Path(address.database))
    engine = create_async_engine(
        address.set(drivername="sqlite+aiosqlite"),
        pool_size=connections,
        connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None},
    )
    event.listen(engine.sync_engine, "connect", _prepare(synchronous))
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _create(path: Path) -> None:
    """Create the file readable by its owner only. An existing file is never opened here.

    Closing a descriptor of an SQLite file drops all locks that this process has on it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare(synchronous: Synchronous) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    return prepare


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("begins_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


DATABASE_FAULTS = (sqlite3.OperationalError, OSError)
