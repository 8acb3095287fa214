"""Drop the privileges of a worker process before it reads any input."""

import ctypes
import os
import resource
import signal
import struct
from dataclasses import dataclass
from pathlib import Path

from servicekit.execution.sandbox.landlock import isolate
from servicekit.execution.sandbox.seccomp import forbid_calls

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_OOM_SCORE = "500"
_PAGE_BYTES = resource.getpagesize()

_HARD_LIMIT = resource.getrlimit(resource.RLIMIT_AS)[1]

_libc = ctypes.CDLL(None, use_errno=True)


def confine(parent_pid: int) -> None:
    """Drop every privilege, the network, core dumps, and the ability to outlive the service.

    The worker also becomes what its orphaned descendants fall back to, so that the service finds all of them,
    and the first process that the kernel ends when memory runs out.
    """
    Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _drop_capabilities()
    isolate()
    forbid_calls()
    hide_memory()
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # the service died before the line above took effect
        os._exit(0)


def hide_memory() -> None:
    """Keep other processes of the same user from reading this one's memory and environment.

    Without it a worker finds the service's secrets in /proc/PPID/environ, scrubbed or not itself.
    """
    _prctl(_PR_SET_DUMPABLE, 0)


@dataclass(slots=True)
class AddressSpace:
    """While entered, this process may map *more_bytes* beyond what it mapped before, and no more.

    *statm* is /proc/self/statm, open. The limit is the soft one: a handler could raise it, and then meets the
    service's own watch.
    """

    statm: int
    more_bytes: int

    def __enter__(self) -> None:
        mapped = int(os.pread(self.statm, 128, 0).split(maxsplit=1)[0]) * _PAGE_BYTES
        soft = mapped + self.more_bytes
        if _HARD_LIMIT != resource.RLIM_INFINITY:
            soft = min(soft, _HARD_LIMIT)
        resource.setrlimit(resource.RLIMIT_AS, (soft, _HARD_LIMIT))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (_HARD_LIMIT, _HARD_LIMIT))


def _drop_capabilities() -> None:
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    nothing = bytes(24)  # effective, permitted and inheritable, twice 32 bits each
    if _libc.capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")
