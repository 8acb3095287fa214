"""Open the database of the record: SQLite in write-ahead mode, or PostgreSQL.

Transitions are synchronous functions of a connection. On SQLite each runs whole on a thread, which costs
less than an asynchronous driver; on PostgreSQL it runs on asyncpg, where a transaction waits for
the network.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import greenlet_spawn

Synchronous = Literal["NORMAL", "FULL"]
P = ParamSpec("P")
T = TypeVar("T")
_BUSY_SECONDS = 10
_MOST_READERS = 4


class Database(Protocol):
    """One pool of connections. Transitions run in `write`, everything that only reads in `read`."""

    @property
    def is_postgresql(self) -> bool: ...

    async def write(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run *call* in a transaction and commit it."""
        ...

    async def read(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...


class PostgresDatabase:
    """PostgreSQL through asyncpg.

    Each statement costs a round trip, and so does the begin of a transaction. A connection is therefore not
    tried before it is used: a call that finds it closed, before anything is committed, is made again.
    """

    is_postgresql = True

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def write(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._run(self._engine, lambda connection: call(connection, *args, **kwargs))

    async def read(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._run(self._reading, lambda connection: call(connection, *args, **kwargs))

    async def _run(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        return await greenlet_spawn(_in_transaction, engine, work)

    async def close(self) -> None:
        await greenlet_spawn(self._engine.dispose)


def _in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    while True:
        with engine.connect() as connection:
            is_new = not _was_used(connection)
            try:
                result = work(connection)
            except DBAPIError as error:
                if is_new or not error.connection_invalidated:
                    raise
                continue
            connection.commit()
            return result


def _was_used(connection: Connection) -> bool:
    """Whether a pooled connection has served a call before; notes that it does so now."""
    info = connection.info
    was_used = "used" in info
    info["used"] = True
    return was_used


class SqliteDatabase:
    """A file. It has one writer at a time, so this process writes on one thread."""

    is_postgresql = False

    def __init__(self, engine: Engine, readers: int) -> None:
        self._engine = engine
        # A writer takes the lock at its start: a transaction that reads first could not be upgraded.
        self._immediate = engine.execution_options(begins_immediate=True)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="record-write")
        self._reading = ThreadPoolExecutor(readers, thread_name_prefix="record-read")

    async def write(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def work() -> T:
            with self._immediate.begin() as connection:
                return call(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def read(
        self, call: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def work() -> T:
            with self._engine.connect() as connection:
                return call(connection, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._reading, work)

    def close(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self._engine.dispose()


@asynccontextmanager
async def open_database(
    url: str, *, synchronous: Synchronous = "NORMAL", connections: int = 8
) -> AsyncIterator[Database]:
    """Open `sqlite:///path` or `postgresql://user@host/name`.

    *synchronous* is SQLite's: with NORMAL a crash of the machine, not of a process, may lose the latest
    transactions.
    """
    address = make_url(url)
    backend = address.get_backend_name()
    if backend == "postgresql":
        # What sqlalchemy.ext.asyncio wraps, without the 7 MB of the object mapper that it imports.
        postgres = PostgresDatabase(
            create_engine(
                address.set(drivername="postgresql+asyncpg"), pool_size=connections, max_overflow=connections
            )
        )
        try:
            yield postgres
        finally:
            await postgres.close()
        return
    if backend != "sqlite" or not address.database:
        raise ValueError("the address of the record begins with sqlite:/// or postgresql://")
    readers = min(connections, _MOST_READERS)
    database = SqliteDatabase(_file(address, synchronous, readers + 1), readers)
    try:
        yield database
    finally:
        await asyncio.to_thread(database.close)


def _file(address: URL, synchronous: Synchronous, connections: int) -> Engine:
    _create(Path(address.database or ""))
    engine = create_engine(
        address.set(drivername="sqlite+pysqlite"),
        pool_size=connections,
        connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare(synchronous))
    event.listen(engine, "begin", _begin)
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
