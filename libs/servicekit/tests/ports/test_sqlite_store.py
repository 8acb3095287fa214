import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from servicekit.ports.sqlite_store import SQLiteStore
from servicekit.ports.store import StoredValue, StoreFailed

INCREMENT = """
import sys
from servicekit.ports.sqlite_store import SQLiteStore
from servicekit.ports.store import StoreConflict
backend = SQLiteStore(sys.argv[1])
store = backend.for_consumer("crypto", "ann")
done = 0
while done < 25:
    found = store.get("counter")
    number, version = (int(found.value), found.version) if found else (0, 0)
    try:
        store.put("counter", b"%d" % (number + 1), if_version=version)
    except StoreConflict:
        continue
    done += 1
backend.close()
"""


def test_no_increment_is_lost_among_processes_that_start_on_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.sqlite"
    command = [sys.executable, "-c", INCREMENT, str(path)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    assert [process.communicate(timeout=60)[1] for process in processes] == [""] * 6
    backend = SQLiteStore(path)
    assert backend.for_consumer("crypto", "ann").get("counter") == StoredValue(b"150", 150)
    backend.close()


def test_another_process_that_ends_leaves_the_log_to_those_who_use_it(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    backend = SQLiteStore(path)
    store = backend.for_consumer("crypto", "ann")
    assert store.get("counter") is None
    store.put("mine", b"v")
    assert subprocess.run([sys.executable, "-c", INCREMENT, str(path)], check=False).returncode == 0
    assert path.with_name("store.sqlite-wal").exists()
    store.put("mine", b"w")
    backend.close()
    again = SQLiteStore(path)
    assert again.for_consumer("crypto", "ann").get("mine") == StoredValue(b"w", 2)
    again.close()


def test_values_outlive_the_process(tmp_path: Path) -> None:
    for version in (1, 2):
        backend = SQLiteStore(str(tmp_path / "store.sqlite"))
        assert backend.for_consumer("crypto", "ann").put("k", b"v") == version
        backend.close()


def test_a_value_survives_a_process_that_is_killed(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from servicekit.ports.sqlite_store import SQLiteStore
SQLiteStore(sys.argv[1]).for_consumer("crypto", "ann").put("k", b"v")
os.kill(os.getpid(), signal.SIGKILL)
"""
    path = str(tmp_path / "store.sqlite")
    assert subprocess.run([sys.executable, "-c", script, path], check=False, timeout=60).returncode == -9
    backend = SQLiteStore(path)
    assert backend.for_consumer("crypto", "ann").get("k") == StoredValue(b"v", 1)
    backend.close()


def test_only_the_owner_reads_the_files(tmp_path: Path) -> None:
    backend = SQLiteStore(tmp_path / "store.sqlite")
    backend.for_consumer("crypto", "ann").put("k", b"v")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"store.sqlite": 0o600, "store.sqlite-wal": 0o600, "store.sqlite-shm": 0o600}
    backend.close()


def test_listing_uses_the_index(tmp_path: Path) -> None:
    backend = SQLiteStore(tmp_path / "store.sqlite")
    backend.ping()
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT key FROM entries WHERE service = 'a' AND consumer = 'b'"
            " AND key >= x'61' AND key < x'62' ORDER BY key"
        ).fetchall()
    connection.close()
    backend.close()
    assert [row[3] for row in plan] == [
        "SEARCH entries USING PRIMARY KEY (service=? AND consumer=? AND key>? AND key<?)"
    ]


def test_a_file_that_is_no_store_is_a_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database, but long enough to be read as the header of one" * 20)
    for path in (tmp_path / "text", tmp_path / "text" / "below", tmp_path):
        backend = SQLiteStore(path)
        with pytest.raises(StoreFailed, match="does not answer"):
            backend.ping()
        backend.close()
