"""A spool folder that is shared with others: what processes left is removed, and nothing else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from servicekit.http.files.spool_folder import SUBFOLDER, SpoolFolder
from servicekit.testing import serve_process

LIVING = """
import sys
from pathlib import Path
from servicekit.http.files.spool_folder import SpoolFolder
folder = SpoolFolder(Path(sys.argv[1]), sys.argv[2])
folder.open()
(folder.path / "request").mkdir()
(folder.path / "request" / "file1").write_bytes(b"content")
print(folder.path, flush=True)
sys.stdin.read()
"""


@contextmanager
def living(parent: Path, service: str, *prefix: str) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    command = [*prefix, sys.executable, "-c", LIVING, str(parent), service]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def started(parent: Path) -> None:
    folder = SpoolFolder(parent, "sample")
    folder.open()
    folder.close()


def test_the_folder_of_a_killed_process_is_removed_by_any_service(tmp_path: Path) -> None:
    with living(tmp_path, "crypto") as (process, folder):
        started(tmp_path)
        assert (folder / "request" / "file1").read_bytes() == b"content"
        process.kill()
        process.wait()
        assert folder.exists()
        started(tmp_path)
    assert not folder.exists()
    assert [entry.name for entry in (tmp_path / SUBFOLDER).iterdir()] == [".starting"]


def test_folders_of_another_process_namespace_stay(tmp_path: Path) -> None:
    """As in a container: the process ids there are not those here."""
    unshare = ("unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child")
    if subprocess.run([*unshare, "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine makes no process namespaces")
    with living(tmp_path, "sample", *unshare) as (_, folder):
        started(tmp_path)
        assert (folder / "request" / "file1").exists()


def test_what_others_keep_there_is_left_alone(tmp_path: Path) -> None:
    root = tmp_path / SUBFOLDER
    mine = [
        tmp_path / "sample" / "999999999" / "thesis.tex",
        tmp_path / "content" / "ab" / "object",
        root / "notes" / "thesis.tex",
        root / f"sample-{'0' * 32}" / "without a lock file",
        root / f"sample-{'1' * 32}.lock" / "a folder of that name",
    ]
    for path in mine:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"precious")
    foreign = root / f"sample-{'2' * 32}.lock"
    foreign.write_bytes(b"precious")
    foreign.with_suffix("").mkdir()
    started(tmp_path)
    assert [path.read_bytes() for path in [*mine, foreign]] == [b"precious"] * 6
    assert foreign.with_suffix("").is_dir()


def test_links_are_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.tex").write_bytes(b"precious")
    with living(tmp_path, "sample") as (process, folder):
        (folder / "request" / "link").symlink_to(precious)
        other = folder.with_name(f"sample-{'3' * 32}.lock")
        other.symlink_to(folder.with_suffix(".lock"))
        other.with_suffix("").symlink_to(precious)
        process.kill()
        process.wait()
        started(tmp_path)
    assert not folder.exists()
    assert (precious / "thesis.tex").read_bytes() == b"precious"


def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / SUBFOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        SpoolFolder(tmp_path, "sample").open()
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_spool_that_cannot_be_used_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "spool").write_bytes(b"no folder")
    with (
        pytest.raises(RuntimeError, match="FLOWFORGE_SPOOL_DIR"),
        serve_process("kit_sample.app:app", tmp_path),
    ):
        pass


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    folder = SpoolFolder(tmp_path, "sample")
    folder.open()
    assert [entry.stat().st_mode & 0o077 for entry in folder.path.parent.rglob("*")] == [0, 0, 0]
    folder.close()
    assert [entry.name for entry in folder.path.parent.iterdir()] == [".starting"]
