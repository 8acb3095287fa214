"""An index whose disk takes no more."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowforge_filestore.index.sqlite_index import SQLiteFileIndex
from flowforge_filestore.index.transactions import Transaction
from servicekit.ports.file_errors import FileIndexUnavailable, FileIndexUnwritable


@pytest.fixture
def no_file_grows() -> Iterator[None]:
    """Until the test ends the kernel lets no file of this process grow beyond 40 kB, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def put(transaction: Transaction) -> None:
    for number in range(100):
        transaction.put(f"file:{number}", bytes(1000))


@pytest.mark.usefixtures("no_file_grows")
def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    index = SQLiteFileIndex(tmp_path / "index.sqlite")
    index.transact(lambda transaction: transaction.put("file:0", b"before"))
    with pytest.raises(FileIndexUnwritable):
        index.transact(put)
    assert index.scan("file:") == ["file:0"]
    assert index.read(["file:0"]) == [b"before"]
    index.transact(lambda transaction: transaction.put("file:1", b"after"))
    index.close()


def test_a_full_index_is_told(tmp_path: Path) -> None:
    index = SQLiteFileIndex(tmp_path / "index.sqlite")
    index.transact(lambda transaction: transaction.put("file:0", b"before"))
    with index._connections["write"].use() as connection:
        connection.execute("PRAGMA max_page_count = 4")
    with pytest.raises(FileIndexUnwritable):
        index.transact(put)
    assert index.read(["file:0", "file:1"]) == [b"before", None]
    index.close()


def test_an_index_that_is_no_index_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"no database at all" * 1000)
    index = SQLiteFileIndex(tmp_path / "index.sqlite")
    with pytest.raises(FileIndexUnavailable):
        index.ping()
    index.close()
