"""Lock that allows one supervisor per state folder. The kernel releases it when the holder exits."""

import fcntl
import os
from pathlib import Path

OWNER_ONLY = 0o600


class LockHeld(Exception):
    """Another process holds the lock."""


def take(path: Path) -> int:
    """Lock *path* until the returned descriptor is closed, or this process is gone. Raises LockHeld."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise LockHeld(path) from error
    return descriptor


def is_held(path: Path) -> bool:
    """Return whether a process holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
