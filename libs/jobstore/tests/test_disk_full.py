"""A record whose disk is full refuses what it cannot write, and keeps what it has."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jobstore_stand import new, put
from sqlalchemy.exc import OperationalError

from flowforge_jobstore.database import open_database
from flowforge_jobstore.enqueueing import enqueue
from flowforge_jobstore.migrating import prepare
from flowforge_jobstore.reading import page


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond *size* bytes: writing fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


async def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    async with open_database(f"sqlite:///{path}") as database:
        await prepare(database)
        kept = await put(database)
        size = path.with_name("jobs.sqlite-wal").stat().st_size
        with full_disk(size), pytest.raises(OperationalError):
            await database.write(enqueue, new())
        assert [row.id for row in await database.read(page, "ann", after=None, limit=10)] == [kept]
        later = await put(database)
        found = await database.read(page, "ann", after=None, limit=10)
        assert {row.id for row in found} == {kept, later}
