"""The commands of docs/operations/backup.md save each store and bring it back."""

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, func, select, text
from tools.repository import ROOT

from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.uploads.receiving import FileOwner
from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.migrating import prepare
from flowforge_jobstore.tables import job
from flowforge_jobstore.testing import PostgresServer, _program, postgresql

GUIDE = (ROOT / "docs/operations/backup.md").read_text()
SAMPLES = {
    "TEXT": "x",
    "FLOAT": 1.0,
    "DOUBLE": 1.0,
    "INTEGER": 1,
    "BIGINT": 1,
    "BOOLEAN": False,
    "BLOB": b"x",
}


def command(beginning: str) -> list[str]:
    """Return the words of the guide's command that begins so."""
    (found,) = re.findall(rf"^{re.escape(beginning)}.*$", GUIDE, re.MULTILINE)
    return shlex.split(re.sub(r" [<>] \S+$", "", found))


def sample(column: Column[Any]) -> object:
    return SAMPLES[str(column.type).split("(")[0]]


async def add_job(database: Database, name: str) -> None:
    row = {column.name: sample(column) for column in job.columns if not column.nullable}
    await database.write(lambda connection: connection.execute(job.insert().values({**row, "id": name})))


def ids(connection: Connection) -> list[str]:
    return list(connection.execute(select(job.c.id).order_by(job.c.id)).scalars())


async def test_postgresql() -> None:
    with postgresql() as server:
        async with open_database(server.url) as database:
            await prepare(database)
            await add_job(database, "kept")
            dump = run(server, command("docker compose exec -T postgres pg_dump"))
            await add_job(database, "later")
            await database.write(
                lambda connection: connection.execute(job.delete().where(job.c.id == "kept"))
            )
        restore = command("docker compose exec -T postgres pg_restore")
        run(server, restore, stdin=dump)
        async with open_database(server.url) as database:
            await prepare(database)
            assert await database.read(ids) == ["kept"]
            await add_job(database, "new")
            count = select(func.count()).select_from(job)
            assert await database.read(lambda connection: connection.execute(count).scalar()) == 2


def run(server: PostgresServer, words: list[str], stdin: bytes = b"") -> bytes:
    """Run a command of the guide in the place of the container, on the test's server and database."""
    assert words[:5] == ["docker", "compose", "exec", "-T", "postgres"]
    program, arguments = words[5], words[6:]
    arguments = [one.replace("--dbname=flowforge", "--dbname=postgres") for one in arguments]
    host = re.search(r"host=(.*)$", server.url)
    assert host is not None
    finished = subprocess.run(
        [_program(program), *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, "PGHOST": host[1]},
        check=False,
    )
    assert finished.returncode == 0, finished.stderr.decode()
    return finished.stdout


async def test_sqlite_while_it_is_written(tmp_path: Path) -> None:
    source, target = tmp_path / "jobs.sqlite", tmp_path / "backup.sqlite"
    words = [
        str({"SOURCE": source, "TARGET": target}.get(one, one))
        for one in command("python3 -c 'import sqlite3")
    ]
    async with open_database(f"sqlite:///{source}") as database:
        await prepare(database)
        await add_job(database, "kept")
        assert (tmp_path / "jobs.sqlite-wal").stat().st_size > 0  # not all of it is in the file itself
        run_here([sys.executable, *words[1:]], tmp_path)
        await add_job(database, "later")
    remove(tmp_path, "jobs.sqlite*")
    target.rename(source)
    async with open_database(f"sqlite:///{source}") as database:
        await prepare(database)
        assert await database.read(ids) == ["kept"]
        check = await database.read(
            lambda connection: connection.execute(text("PRAGMA integrity_check")).scalar()
        )
        assert check == "ok"


@pytest.fixture
def settings(tmp_path: Path) -> FileSettings:
    return FileSettings(
        url=f"file://{tmp_path}/files",
        index_url=f"sqlite://{tmp_path}/index.sqlite",
        signing_key="a signing key of 32 characters...",
    )


async def store(library: FileLibrary, content: bytes) -> Any:
    incoming = library.receiver.open(
        FileOwner("ann", "free"), expected=0, limit=1 << 30, too_large=AssertionError
    )
    async with incoming:
        await incoming.write(content)
        return await incoming.keep(name="a.bin", media_type="application/octet-stream")


async def pieces(library: FileLibrary, record: Any) -> AsyncIterator[bytes]:
    async for piece in library.read(record, 0, record.size):
        yield piece


async def test_files_and_their_records(tmp_path: Path, settings: FileSettings) -> None:
    content = os.urandom(300_000)
    library = open_library(settings)
    record = await store(library, content)
    sqlite3.connect(tmp_path / "index.sqlite").backup(sqlite3.connect(tmp_path / "records"))
    archive(tmp_path, "tar --create")
    await store(library, b"later")
    await library.close()
    remove(tmp_path, "index.sqlite*")
    remove(tmp_path / "files", "**/*")
    archive(tmp_path, "tar --extract")
    (tmp_path / "records").rename(tmp_path / "index.sqlite")
    library = open_library(settings)
    assert b"".join([piece async for piece in pieces(library, record)]) == content
    assert (await library.usage("ann")).files == 1
    await library.close()


def archive(folder: Path, beginning: str) -> None:
    words = [one.replace("DATA", str(folder)) for one in command(f"{beginning} --file files.tar")]
    run_here(words, folder)


def run_here(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True)


def remove(folder: Path, pattern: str) -> None:
    """Remove the files of a pattern, as a lost disk does."""
    for path in [path for path in folder.glob(pattern) if path.is_file()]:
        path.unlink()
