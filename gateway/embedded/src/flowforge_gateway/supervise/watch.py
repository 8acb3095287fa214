"""Watch a file for replacement."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

_INTERVAL_SECONDS = 0.1
_Signature = tuple[int, int, int] | None


async def replacements(path: Path, seen: _Signature) -> AsyncIterator[None]:
    """Yield after each change since *seen* (of `signature`). Polling: a stat is cheaper than a dependency."""
    while True:
        current = signature(path)
        if current != seen and current is not None:
            seen = current
            yield
        await asyncio.sleep(_INTERVAL_SECONDS)


def signature(path: Path) -> _Signature:
    """Return a value that changes when the file at *path* is replaced; None if it does not exist."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size
