"""Time limits that a busy machine hardly moves: they count processor time, and a multiple of it by the clock.

A library call can be interrupted in the main thread of a process only.
"""

import _weakrefset
import signal
import threading
import time
import weakref
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")
_CLOCK_FACTOR = 3  # a worker that gets less than a third of a core is stopped by the clock
MOST_SECONDS = 16.0  # by any clock: then there is time to answer before the deadline of a request
_AGAIN = 0.005
# The callbacks of weak sets and dictionaries of Python itself, such as WeakSet._remove.
_CALLBACKS = frozenset(
    (name, module.__file__) for module in (_weakrefset, weakref) for name in ("_remove", "remove")
)
_TIMERS = ((signal.ITIMER_PROF, signal.SIGPROF, 1), (signal.ITIMER_REAL, signal.SIGALRM, _CLOCK_FACTOR))


class OutOfTime(Exception):
    """The work took longer than it may."""


class TimeLimit:
    """A limit of *seconds* of processor time, from now on, for work that asks whether it is over."""

    def __init__(self, seconds: float) -> None:
        self._processor = time.process_time() + seconds
        self._clock = time.monotonic() + _CLOCK_FACTOR * seconds

    def is_over(self) -> bool:
        return time.process_time() > self._processor or time.monotonic() > self._clock


def limited(seconds: float, work: Callable[[], Result]) -> Result:
    """Return what *work* returns. Raises OutOfTime after *seconds*; a nearer outer limit still holds."""
    if threading.current_thread() is not threading.main_thread():
        return work()
    before = [signal.getitimer(timer)[0] for timer, _, _ in _TIMERS]
    handlers = [signal.signal(number, _raise) for _, number, _ in _TIMERS]
    started = (time.process_time(), time.monotonic())
    for (timer, _, factor), outer in zip(_TIMERS, before, strict=True):
        allowed = min(factor * seconds, MOST_SECONDS)
        signal.setitimer(timer, min(allowed, outer) if outer else allowed)
    try:
        return work()
    finally:
        passed = (time.process_time() - started[0], time.monotonic() - started[1])
        for timer, _, _ in _TIMERS:
            signal.setitimer(timer, 0)
        for (timer, number, _), outer, gone, handler in zip(_TIMERS, before, passed, handlers, strict=True):
            signal.signal(number, handler)
            if outer:
                signal.setitimer(timer, max(outer - gone, 0.001))


def _raise(number: int, frame: FrameType | None) -> None:
    """Raise OutOfTime where it is not lost; in what the collector calls, it is tried again a moment later."""
    if _is_called_by_collector(frame):
        timer = next(timer for timer, signal_number, _ in _TIMERS if signal_number == number)
        signal.setitimer(timer, _AGAIN)
        return
    raise OutOfTime


def _is_called_by_collector(frame: FrameType | None) -> bool:
    """Return whether a finalizer or the callback of a weak reference runs: nobody gets what they raise."""
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or (code.co_name, code.co_filename) in _CALLBACKS:
            return True
        frame = frame.f_back
    return False
