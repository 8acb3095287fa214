"""Bring the tables of a database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from flowforge_jobstore.database import Database

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 5_470_138_002  # any number, the same for everybody who migrates
_VERSIONS = "jobstore_version"


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def migrate(connection: Connection) -> None:
    """Run what migrations are missing; others that migrate at the same time wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Return whether the tables are those of this version of the library."""
    if not inspect(connection).has_table(_VERSIONS):
        return False
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    return connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalar() == head  # noqa: S608 - a constant


async def prepare(database: Database) -> None:
    """Migrate *database* in one transaction."""
    await database.write(migrate)
