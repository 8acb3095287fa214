"""Processes and all their descendants: what they hold, and how to end them."""

import contextlib
import os
import resource
import signal
from pathlib import Path

_PAGE_BYTES = resource.getpagesize()
_ROUNDS = 50


def resident_bytes(statm: int) -> int:
    """Return what the process of the open /proc/PID/statm *statm* holds in memory, 0 if it is gone."""
    try:
        fields = os.pread(statm, 128, 0).split()
    except ProcessLookupError:
        return 0
    return int(fields[1]) * _PAGE_BYTES if fields else 0


def family_bytes(pid: int, statm: int) -> int:
    """Return what a process and its descendants hold in memory."""
    total = resident_bytes(statm)
    for member in descendants(pid):
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{member}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
    return total


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    unseen = [pid]
    while unseen:
        children = _children(unseen.pop())
        found += children
        unseen += children
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):  # a process that has gone has no children
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return found


def kill_family(pid: int) -> None:
    """Kill a child process, its process group, and every descendant, those in other sessions included.

    *pid* must not have been waited for yet, so that its number still means this process. It is stopped first:
    being its descendants' reaper, it keeps those whose parents die within reach.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    killed: set[int] = set()
    for _ in range(_ROUNDS):
        living = [member for member in descendants(pid) if member not in killed]
        if not living:
            break
        for member in living:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(member, signal.SIGKILL)
        killed.update(living)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    # Until its start is complete, a process may not lead its group yet.
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
