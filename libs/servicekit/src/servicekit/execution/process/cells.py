"""Expose the files of one call at a time to a confined worker process.

Landlock's rules hold for a folder wherever it is moved, and cannot change while a process runs. So each
worker has a folder of its own, its cell, which takes the place of a request's folder while the worker serves
that request: `requests/ID/files` is at first in a plain folder ID, then in the cell, renamed to ID. All paths
stay valid, and a worker cannot open the files of other requests, which are never in its cell.
"""

import ctypes
import errno
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from servicekit.execution.transport.frames import MalformedFrame

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE
_libc = ctypes.CDLL(None, use_errno=True)


class Cell:
    """The folder of one worker, made under *parent*, on the disk of the requests' folders."""

    def __init__(self, parent: Path) -> None:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = parent / uuid4().hex
        self.path.mkdir(mode=0o700)

    @contextmanager
    def holding(self, files: Path) -> Iterator[None]:
        """Put the folder *files*, alone in its parent, into the cell, at the same path.

        Raises OSError, and MalformedFrame if another file is found in its place afterwards.
        """
        lent = _identity(files)
        self._swap(files)
        try:
            yield
        finally:
            if self.path.exists():  # else its process ended and took it along: the files are where they were
                self._swap(files)
                self._clear()
        if _identity(files) != lent:  # out of the worker's reach now: nothing changes any more
            files.unlink(missing_ok=True)
            raise MalformedFrame("another file in the place of the workspace")

    def _swap(self, files: Path) -> None:
        """Swap the cell with the request's folder, and leave *files* at its path."""
        _exchange(self.path, files.parent)
        with suppress(FileNotFoundError):
            (self.path / files.name).rename(files)

    def _clear(self) -> None:
        for left in self.path.iterdir():  # a call has no business beside its files
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders, in one step where the file system can: ext4 replaces folders slowly."""
    failed: int = _libc.renameat2(_HERE, bytes(one), _HERE, bytes(other), _EXCHANGE)
    if not failed:
        return
    if ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(ctypes.get_errno(), "the workspace cannot be lent")
    aside = one.with_name(f"{one.name}.aside")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        about = path.lstat()
    except FileNotFoundError:
        return None
    return (about.st_dev, about.st_ino) if stat.S_ISDIR(about.st_mode) else None
