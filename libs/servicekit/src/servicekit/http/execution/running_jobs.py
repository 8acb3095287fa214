"""Jobs whose handlers run on threads now. A handler that never checks for cancellation outlives its call."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class RunningJobs:
    """Counts the handlers of each job. Used on the event loop and on threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: Counter[str] = Counter()

    def __contains__(self, job: str) -> bool:
        with self._lock:
            return job in self._running

    def tracked(self, job: str, call: Callable[[], T]) -> Callable[[], T]:
        """Return *call*, counted as long as it runs."""

        def run() -> T:
            with self._lock:
                self._running[job] += 1
            try:
                return call()
            finally:
                with self._lock:
                    self._running[job] -= 1
                    if self._running[job] <= 0:
                        del self._running[job]

        return run
