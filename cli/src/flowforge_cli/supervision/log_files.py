"""Log files: one for each process, rotated by size, and read from the end."""

import os
import shutil
from pathlib import Path

OWNER_ONLY = 0o600
LARGEST_BYTES = 16 << 20
_TAIL_BYTES = 16 << 10


def open_log(path: Path) -> int:
    """Open *path* for appending; the descriptor may be handed to a process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, OWNER_ONLY)


def last_lines(path: Path, count: int = 10, *, since: int = 0) -> list[str]:
    """Return the last *count* lines that were written after byte *since*."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(min(since, size), size - _TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return []
    return text.splitlines()[-count:]


def size_of(path: Path) -> int:
    """Return the size of *path*, 0 while there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def rotate(path: Path, largest_bytes: int = LARGEST_BYTES) -> bool:
    """Move what *path* holds to `PATH.1` if it is too large.

    The file is copied and cut, for the part that writes it holds it open. Every write appends, so it goes on
    at the new end; a line that falls between the copy and the cut is lost.
    """
    if size_of(path) <= largest_bytes:
        return False
    shutil.copyfile(path, path.with_name(path.name + ".1"))
    os.truncate(path, 0)
    return True
