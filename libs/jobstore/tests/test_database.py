"""Opening a database, and its migrations."""

from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.migrating import HEAD, configuration, is_current, prepare
from flowforge_jobstore.tables import metadata


async def test_migrations_make_the_tables_that_the_code_uses(database: Database) -> None:
    def columns(connection: object) -> dict[str, set[str]]:
        found = inspect(connection)
        return {
            name: {column["name"] for column in found.get_columns(name)}
            | {str(index["name"]) for index in found.get_indexes(name)}
            for name in found.get_table_names()
            if name != "jobstore_version"
        }

    expected = {
        name: {column.name for column in table.columns} | {str(index.name) for index in table.indexes}
        for name, table in metadata.tables.items()
    }
    assert await database.read(columns) == expected
    assert await database.read(is_current)
    await prepare(database)  # a second time: nothing to do


def test_the_version_is_that_of_the_latest_migration() -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == HEAD


async def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "jobs.sqlite"
    async with open_database(f"sqlite:///{path}") as database:
        assert not await database.read(is_current)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://"])
async def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:/// or postgresql://"):
        async with open_database(url):
            pass
