"""CPU time and memory of a process with its children."""

import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil


def _family(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []


def cpu_seconds(pid: int, *, with_children: bool = True) -> float:
    """CPU time that a process has used; with its children those that run and those that it has reaped."""
    total = 0.0
    for process in _family(pid)[: None if with_children else 1]:
        with suppress(psutil.NoSuchProcess):
            total += _running_seconds(process)
            if with_children:
                times = process.cpu_times()
                total += times.children_user + times.children_system
    return total


def _running_seconds(process: psutil.Process) -> float:
    """Read the scheduler's nanoseconds where the kernel has them: the usual times are ticks of 10 ms."""
    try:
        files = list(Path(f"/proc/{process.pid}/task").glob("*/schedstat"))
        return sum(int(file.read_text().split()[0]) for file in files) / 1e9 if files else _ticks(process)
    except OSError:  # a thread has ended meanwhile, or this is no Linux
        return _ticks(process)


def _ticks(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def memory_bytes(pid: int, *, with_children: bool = True) -> int:
    """Resident memory; pages shared by the processes of a family are counted by each of them."""
    total = 0
    for process in _family(pid)[: None if with_children else 1]:
        with suppress(psutil.NoSuchProcess):
            total += process.memory_info().rss
    return total


def settled_memory_bytes(pid: int, *, seconds: float = 2.0) -> int:
    """Resident memory after a rest of *seconds*."""
    time.sleep(seconds)
    return memory_bytes(pid)


class MemoryPeak:
    """Samples resident memory while its block runs: `with MemoryPeak(pid) as peak: ...`, then its growth."""

    def __init__(self, pid: int, *, interval_seconds: float = 0.01, with_children: bool = True) -> None:
        self._pid = pid
        self._interval_seconds = interval_seconds
        self._with_children = with_children
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.before_bytes = 0
        self.peak_bytes = 0

    @property
    def growth_bytes(self) -> int:
        return self.peak_bytes - self.before_bytes

    def __enter__(self) -> Self:
        self.before_bytes = self.peak_bytes = self._sample()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _sample(self) -> int:
        return memory_bytes(self._pid, with_children=self._with_children)

    def _watch(self) -> None:
        while not self._done.wait(self._interval_seconds):
            self.peak_bytes = max(self.peak_bytes, self._sample())
