"""Interrupt a library call after a time limit. Only the main thread of a process can be interrupted."""

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")


class OutOfTime(Exception):
    """The work took longer than it may."""


def limited(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what *work* returns. Raises OutOfTime after *seconds*; a nearer outer limit still holds."""
    if threading.current_thread() is not threading.main_thread():
        return work()
    started = time.monotonic()
    before, _ = signal.getitimer(signal.ITIMER_REAL)
    handler = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, min(seconds, before) if before else seconds)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if before:
            left = before - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))


def _raise(_: int, __: FrameType | None) -> None:
    raise OutOfTime
