"""Every test of a transition runs on SQLite and on a real PostgreSQL."""

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from flowforge_jobstore.database import Database, open_database
from flowforge_jobstore.migrating import prepare
from flowforge_jobstore.tables import metadata
from flowforge_jobstore.testing import PostgresServer, postgresql

sys.path.insert(0, str(Path(__file__).parent / "stand"))


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/jobs.sqlite" if is_sqlite else request.getfixturevalue("server").url
    async with open_database(url) as opened:
        await prepare(opened)
        if not is_sqlite:
            names = ", ".join(table.name for table in metadata.tables.values())
            await opened.write(lambda connection: connection.execute(text(f"TRUNCATE {names}")))
        yield opened
