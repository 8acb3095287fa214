"""Where a handler runs: on the event loop, on a bounded pool of threads, or in a killable process."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inline:
    """On the event loop, for work of microseconds; over `max_bytes`, or with a file, on threads."""

    max_bytes: int = 16_384


@dataclass(frozen=True, slots=True)
class Threads:
    """On the service's bounded pool of threads: for work in libraries that release the interpreter lock."""


@dataclass(frozen=True, slots=True)
class Process:
    """In a recycled worker process, killed at its deadline or memory ceiling: for work on hostile input.

    `max_memory_bytes` is what one call may take above what the worker holds when idle; `reserved_bytes` is
    address space that a library maps on top and does not fill, as JavaScript engines do. The worker's
    environment is scrubbed. A handler may take a Context, but no resource. One that *fetches* may await
    Context.fetch: the service downloads the file, and the worker has no network.
    """

    max_memory_bytes: int = 512 << 20
    reserved_bytes: int = 0
    recycle_after: int = 200
    fetches: bool = False


Run = Inline | Threads | Process
