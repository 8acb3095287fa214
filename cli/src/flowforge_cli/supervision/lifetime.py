"""Tie a process's life to its parent's, by the kernel: no watchdog can be killed before it acts."""

import ctypes
import os
import signal
import sys

_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_LIBC = ctypes.CDLL(None)  # loaded here: a forked child must not load anything


def signal_when_parent_dies(number: signal.Signals) -> None:
    """Let the kernel send *number* to this process when its parent is gone (Linux only)."""
    if sys.platform == "linux":
        _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, int(number))


def die_with(parent: int) -> None:
    """Be killed when the process *parent* is gone; between fork and exec."""
    signal_when_parent_dies(signal.SIGKILL)
    if os.getppid() != parent:  # it went before the kernel knew
        os.kill(os.getpid(), signal.SIGKILL)
