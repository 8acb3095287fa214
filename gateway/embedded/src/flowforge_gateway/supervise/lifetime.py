"""Process lifetime: termination by signal or with the parent process."""

import asyncio
import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_LIBC = ctypes.CDLL(None)  # loaded here: a forked child must not load anything


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent exits for any reason (Linux)."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it went before the kernel knew
        os.kill(os.getpid(), signal.SIGKILL)


def allow_many_connections() -> None:
    """Raise the open-file limit to the hard limit: each request uses three or four descriptors."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # some systems do not allow even what they tell
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def stopped_by_signal() -> asyncio.Event:
    """Return an event that SIGTERM or SIGINT sets."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def announce(text: str) -> None:
    """Write one line to standard output and flush it: a supervisor waits for it."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
