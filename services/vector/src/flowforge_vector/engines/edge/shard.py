"""One shard: locked before it is loaded, flushed after updates."""

import asyncio
import fcntl
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import qdrant_edge as edge

from flowforge_vector.engines.edge.folders import CURRENT, FRESH, recover, swap_in, sync
from flowforge_vector.engines.edge.updates import to_config, to_update

Document = Mapping[str, Any]
_OPTIMIZED = "optimized"


class OpenElsewhere(Exception):
    """Another process has the shard open. Loading it twice would make every later flush of both fail."""


class NoSuchShard(Exception):
    """There is no shard in this folder."""


class Shard:
    """An open shard. Raises OpenElsewhere or NoSuchShard.

    `changing` is held while its files change or are copied. While `journal` is a list, updates are recorded
    in it, to be applied to a copy.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise NoSuchShard
        self.folder = folder
        self._lock = _lock(folder)
        try:
            recover(folder)
            self.edge = _load(folder)
        except BaseException:
            os.close(self._lock)
            raise
        self.changing = asyncio.Lock()
        self.is_dirty = False
        self.journal: list[Document] | None = None
        self.users = 0

    @property
    def optimized_points(self) -> int:
        """How many points the shard had when it was optimized last."""
        try:
            return int((self.folder / _OPTIMIZED).read_text())
        except (OSError, ValueError):
            return 0

    @optimized_points.setter
    def optimized_points(self, count: int) -> None:
        (self.folder / _OPTIMIZED).write_text(str(count))

    @staticmethod
    def create(folder: Path, layout: Document) -> None:
        """Make the files of an empty shard. They appear under their name when they are complete."""
        folder.mkdir(parents=True)
        fresh = folder / FRESH
        shard = edge.EdgeShard.create(str(fresh), to_config(layout))
        shard.flush()
        shard.close()
        fresh.rename(folder / CURRENT)
        sync(folder)
        sync(folder.parent)

    def apply(self, document: Document) -> None:
        """Apply an update and record it where a copy is being made. It is durable when this returns."""
        self.edge.update(to_update(document))
        self.is_dirty = True
        if self.journal is not None:
            self.journal.append(document)

    def flush(self) -> None:
        if self.is_dirty:
            self.edge.flush()
            self.is_dirty = False

    def swap(self) -> None:
        """Replace the files by those of the complete copy beside them."""
        self.edge.close()
        try:
            swap_in(self.folder)
        finally:
            recover(self.folder)
            self.edge = edge.EdgeShard.load(str(self.folder / CURRENT))
            self.is_dirty = False

    def close(self) -> None:
        """Flush and close the files, and release the lock."""
        try:
            self.flush()
            self.edge.close()
        finally:
            os.close(self._lock)


def _load(folder: Path) -> edge.EdgeShard:
    if not (folder / CURRENT).is_dir():
        raise NoSuchShard
    return edge.EdgeShard.load(str(folder / CURRENT))


def _lock(folder: Path) -> int:
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise OpenElsewhere from error
    return descriptor
