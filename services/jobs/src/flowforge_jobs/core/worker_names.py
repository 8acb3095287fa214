"""Names of processes that hold leases: another process on the same machine sees from one whether it lives.

A lease tells of the end of a worker only after some seconds. The scheduler of the same machine sees it at
once, and sees as well that a worker whose renewals are late on a busy machine is still there.
"""

import hashlib
import os
import socket
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from flowforge_jobstore.leases import Observed
from flowforge_jobstore.records import new_id

_SEPARATOR = ":"
_PARTS = 5
_ENDED, _STOPPED = "ZX", "Tt"


def own_name() -> str:
    """Return a name that no other process ever has: host, machine, process id, its start, and chance."""
    own = os.getpid()
    _, started = _process(own) or ("", "0")
    host = socket.gethostname().replace(_SEPARATOR, "-")
    return _SEPARATOR.join((host, _machine(), str(own), started, new_id()[-12:]))


def observe(names: Iterable[str]) -> Observed:
    """Return which of the processes *names* are gone, and which live; of others nothing is known here."""
    seen: dict[bool | None, set[str]] = {True: set(), False: set(), None: set()}
    for name in names:
        seen[_lives(name)].add(name)
    return Observed(gone=frozenset(seen[False]), alive=frozenset(seen[True]))


def _lives(name: str) -> bool | None:
    """Return whether a process lives; None if it is of another machine, or stopped."""
    parts = name.split(_SEPARATOR)
    if len(parts) != _PARTS or not _machine() or parts[1] != _machine():
        return None
    found = _process(int(parts[2]))
    if found is None or found[1] != parts[3] or found[0] in _ENDED:
        return False
    return None if found[0] in _STOPPED else True


def _process(number: int) -> tuple[str, str] | None:
    """Return the state of a process and when it was started, from proc(5); None if there is none."""
    try:
        text = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return fields[0], fields[19]


@cache
def _machine() -> str:
    """Return what processes that see each other share: the boot and the namespace; empty outside Linux."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return ""
    return hashlib.sha256(f"{boot}{namespace}".encode()).hexdigest()[:12]
