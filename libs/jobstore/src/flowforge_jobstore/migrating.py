"""Bring the tables of a database up to date."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from flowforge_jobstore.database import Database, open_database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"  # the latest of migrations/versions
_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 5_470_138_002  # any number, the same for everybody who migrates
_VERSIONS = "jobstore_version"
_URL = "FLOWFORGE_JOBSTORE_URL"


def configuration() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - 11 MB that only a migration needs

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def migrate(connection: Connection) -> None:
    """Run what migrations are missing; others that migrate at the same time wait."""
    from alembic import command  # noqa: PLC0415 - likewise

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Return whether the tables are those of this version of the library."""
    if not inspect(connection).has_table(_VERSIONS):
        return False
    return connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar() == HEAD  # noqa: S608 - a constant


def migrate_apart(url: str) -> None:
    """Run what migrations are missing in a process of its own, which takes Alembic's memory with it."""
    command = [sys.executable, "-m", "flowforge_jobstore.migrating"]
    done = subprocess.run(  # noqa: S603 - this module
        command, env={**os.environ, _URL: url}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the tables could not be brought up to date: {done.stderr.strip()[-2000:]}")


async def _migrate() -> None:
    async with open_database(os.environ[_URL], connections=1) as database:
        await prepare(database)


async def prepare(database: Database) -> None:
    """Migrate *database* in one transaction, unless its tables are up to date."""
    if not await database.read(is_current):
        await database.write(migrate)


if __name__ == "__main__":
    asyncio.run(_migrate())
