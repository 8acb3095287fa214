"""Copy and swap the folders of shards, whose files are mostly holes."""

import os
import shutil
from pathlib import Path

CURRENT, FRESH, OLD = "shard", "shard.new", "shard.old"
_PIECE = 1 << 20


def copy_sparsely(source: Path, target: Path) -> None:
    """Copy a folder, keeping the holes of its files. *target* must not exist."""
    target.mkdir(parents=True)
    for folder, names, files in os.walk(source):
        copied = target / Path(folder).relative_to(source)
        for name in names:
            (copied / name).mkdir()
        for name in files:
            _copy_file(Path(folder, name), copied / name)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        size = os.fstat(reader.fileno()).st_size
        writer.truncate(size)
        place = 0
        while (start := _next_data(reader.fileno(), place)) is not None:
            place = os.lseek(reader.fileno(), start, os.SEEK_HOLE)
            _copy_range(reader.fileno(), writer.fileno(), start, place)
        os.fsync(writer.fileno())


def _next_data(descriptor: int, place: int) -> int | None:
    try:
        return os.lseek(descriptor, place, os.SEEK_DATA)
    except OSError:
        return None  # only a hole is left


def _copy_range(reader: int, writer: int, start: int, end: int) -> None:
    while start < end:
        piece = os.pread(reader, min(_PIECE, end - start), start)
        if not piece:
            return
        os.pwrite(writer, piece, start)
        start += len(piece)


def swap_in(folder: Path) -> None:
    """Replace the current shard by the fresh one. Both are closed. A crash between is mended by `recover`."""
    (folder / CURRENT).rename(folder / OLD)
    (folder / FRESH).rename(folder / CURRENT)
    sync(folder)
    shutil.rmtree(folder / OLD)


def recover(folder: Path) -> None:
    """Finish a swap that a crash interrupted, and remove what was not finished.

    The current shard is moved away only when the fresh one is complete.
    """
    current, fresh = folder / CURRENT, folder / FRESH
    if not current.exists() and fresh.exists():
        fresh.rename(current)
    for left in (*folder.glob(FRESH + "*"), folder / OLD):
        shutil.rmtree(left, ignore_errors=True)


def sync(folder: Path) -> None:
    """Make the names in *folder* durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def bytes_on_disk(folder: Path) -> int:
    """Return what the files of *folder* take on disk, holes left out."""
    found = (Path(path, name) for path, _, names in os.walk(folder) for name in names)
    return sum(one.stat().st_blocks * 512 for one in found)
