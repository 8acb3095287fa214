"""Tie the lifetime of a process to its parent's by kernel signals."""

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_LIBC = ctypes.CDLL(None)  # loaded here: a forked child must not load anything


def signal_when_parent_dies(number: signal.Signals) -> None:
    """Have the kernel send signal *number* to this process when its parent exits (Linux only)."""
    if sys.platform == "linux":
        _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, int(number))


def die_with(parent: int) -> None:
    """Have this process killed when *parent* exits. Called between fork and exec."""
    signal_when_parent_dies(signal.SIGKILL)
    if os.getppid() != parent:  # it went before the kernel knew
        os.kill(os.getpid(), signal.SIGKILL)
