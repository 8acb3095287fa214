"""The folders that requests work in, and the quotas of what they hold there."""

import asyncio
import os
import shutil
import stat
from collections import Counter
from concurrent.futures import Executor
from pathlib import Path
from uuid import uuid4

from servicekit.errors import InsufficientStorage, is_full
from servicekit.http.files.spool_folder import SpoolFolder

HELD_BYTES = 64 << 20  # what small files of all requests may take of memory
_KEPT_FOLDERS = 32


class SpoolShareFull(InsufficientStorage):
    code = "SPOOL_SHARE_FULL"
    message = "Your running requests hold all the {limit} bytes of files that they may: wait for one to end."


class Spool:
    """The folder of all workspaces, and how many bytes each consumer holds in it."""

    def __init__(
        self, folder: SpoolFolder, executor: Executor, *, max_bytes: int, max_bytes_per_consumer: int
    ) -> None:
        self._own = folder
        self.executor = executor
        self.used = 0
        self.held = 0
        self._empty: list[Path] = []
        self._max_bytes = max_bytes
        self._share = max_bytes_per_consumer
        self._spooled: Counter[str] = Counter()

    def prepare(self) -> None:
        """Create the folder of this process, and remove those that dead processes left."""
        self._own.open()

    def ping(self) -> None:
        """Raise if no file can be written."""
        probe = self.new_folder()
        (probe / "probe").write_bytes(b"probe")
        _remove(probe.parent)

    def close(self) -> None:
        self._own.close()

    @property
    def cells(self) -> Path:
        """Where worker processes have folders, on the disk of the requests' folders."""
        return self._own.path / "cells"

    def new_folder(self) -> Path:
        """Return an empty folder for one request: one that another left empty, else a new one.

        It is alone in its parent, which a worker process puts its own folder in the place of.
        """
        try:
            return self._empty.pop()
        except IndexError:
            folder = self._own.path / "requests" / uuid4().hex / "files"
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise storage_error(error) from error
        return folder

    async def take_back(self, folder: Path) -> None:
        """Remove *folder* with all that is in it, or keep it for the next request if nothing is."""
        if len(self._empty) < _KEPT_FOLDERS and _is_empty(folder):
            self._empty.append(folder)
            return
        await asyncio.get_running_loop().run_in_executor(self.executor, _remove, folder.parent)

    def reserve(self, consumer_id: str, count: int) -> None:
        """Count *count* more bytes. Raises InsufficientStorage or SpoolShareFull beyond the quotas."""
        if self.used + count > self._max_bytes:
            raise InsufficientStorage
        if self._spooled[consumer_id] + count > self._share:
            raise SpoolShareFull(limit=self._share)
        self.used += count
        self._spooled[consumer_id] += count

    def hold(self, count: int) -> bool:
        """Count *count* more bytes that stay in memory; False if that were too many."""
        if self.held + count > HELD_BYTES:
            return False
        self.held += count
        return True

    def release(self, consumer_id: str, count: int) -> None:
        self.used -= count
        self._spooled[consumer_id] -= count
        if self._spooled[consumer_id] <= 0:
            del self._spooled[consumer_id]


def _is_empty(folder: Path) -> bool:
    """Whether *folder* is as it was made: what ran in it may have put anything in its place."""
    try:
        return stat.S_ISDIR(folder.lstat().st_mode) and not os.listdir(folder)  # noqa: PTH208 - no names wanted
    except OSError:
        return False


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def storage_error(error: OSError) -> Exception:
    """Distinguish a full disk, which is answered with 507, from other errors, which are raised unchanged."""
    return InsufficientStorage() if is_full(error) else error
