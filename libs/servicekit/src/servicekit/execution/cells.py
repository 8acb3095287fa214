"""Give a confined worker process the files of one call at a time.

Landlock's rules hold for a folder wherever it is moved, and cannot change while a process runs. So each
worker has a folder of its own, its cell, which takes the place of a request's folder while the worker serves
that request: `requests/ID/files` is at first in a plain folder ID, then in the cell, renamed to ID. All paths
stay valid, and a worker cannot open the files of other requests, which are never in its cell.
"""

import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from servicekit.execution.frames import MalformedFrame


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
        files.rename(self.path / files.name)
        self.path.rename(files.parent)  # takes the place of the empty folder
        try:
            yield
        finally:
            self._take_back(files)
        if _identity(files) != lent:  # out of the worker's reach now: nothing changes any more
            files.unlink(missing_ok=True)
            raise MalformedFrame("another file in the place of the workspace")

    def _take_back(self, files: Path) -> None:
        files.parent.rename(self.path)
        files.parent.mkdir(mode=0o700)
        with suppress(FileNotFoundError):
            (self.path / files.name).rename(files)
        for left in self.path.iterdir():  # beside its files a call had no business
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        about = path.lstat()
    except FileNotFoundError:
        return None
    return (about.st_dev, about.st_ino) if stat.S_ISDIR(about.st_mode) else None
