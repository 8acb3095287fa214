"""The folder on disk in which one process keeps the files of its requests.

`SPOOL_DIR` may be shared with other services and containers, with the file store, or with a user's own files.
A process therefore works in `SPOOL_DIR/flowforge-spool/NAME/` and keeps `NAME.lock` beside it locked while it
runs. A process that starts removes the folders whose lock files are not locked, and nothing else. Locks work
between containers, where process ids mean nothing.
"""

import errno
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

SUBFOLDER = "flowforge-spool"
_MARK = b"FlowForge keeps this file locked while it uses the folder of the same name.\n"
_LOCK_NAME = re.compile(r"[a-z][a-z0-9-]*-[0-9a-f]{32}\.lock")
_STARTING = ".starting"


class SpoolFolder:
    """The folder of one process of *service* under *parent*; `open` creates it."""

    def __init__(self, parent: Path, service: str) -> None:
        self._root = parent / SUBFOLDER
        self.path = self._root / f"{service}-{uuid4().hex}"
        self._lock_file = self.path.with_suffix(".lock")
        self._lock = -1

    def open(self) -> None:
        """Create and lock the folder, then remove those that dead processes left. Raises OSError."""
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = self._root.lstat()
        if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid():
            raise PermissionError(errno.EPERM, "the folder belongs to another user", str(self._root))
        with _one_at_a_time(self._root):
            self._lock = os.open(self._lock_file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            os.write(self._lock, _MARK)
            locks_work = _lock(self._lock)
            self.path.mkdir(mode=0o700)
            if locks_work:
                _remove_abandoned(self._root)

    def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock_file.unlink(missing_ok=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Keep other processes from taking a folder for abandoned before its lock is held."""
    descriptor = os.open(root / _STARTING, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        with suppress(OSError):  # without locks nothing is removed either
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_abandoned(root: Path) -> None:
    for entry in sorted(root.iterdir()):
        if _LOCK_NAME.fullmatch(entry.name) and _take_over(entry):
            shutil.rmtree(entry.with_suffix(""), ignore_errors=True)
            entry.unlink(missing_ok=True)


def _take_over(lock_file: Path) -> bool:
    """Whether a process of ours made *lock_file* and has ended."""
    try:
        descriptor = os.open(lock_file, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        about = os.fstat(descriptor)
        ours = stat.S_ISREG(about.st_mode) and about.st_uid == os.getuid()
        return ours and os.pread(descriptor, len(_MARK) + 1, 0) == _MARK and _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
