"""Fixed rate-limit windows (calendar minute, UTC day) and the response headers that describe them."""

from dataclasses import dataclass
from typing import Self

from flowforge_gateway.counters.leases import Lease

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_TITLES = {name: name.title() for name in SECONDS}


@dataclass(frozen=True, slots=True)
class Limits:
    """The rate limits of a caller: windows by name, the shortest first."""

    windows: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, **limits: int | None) -> Self:
        """Create limits from the windows that have one."""
        return cls(tuple((name, limit) for name in SECONDS if (limit := limits.get(name)) is not None))

    def keys(self, caller: str, now: float) -> list[str]:
        """Return the counter keys of *caller* at *now*. The braces keep them on one cluster node."""
        return [f"flowforge:limit:{{{caller}}}:{name}:{window_start(name, now)}" for name, _ in self.windows]


@dataclass(frozen=True, slots=True)
class LimitStatus:
    """Whether a request was admitted, and the header lines that describe the caller's limits."""

    admitted: bool
    lines: bytes  # header lines for the answer
    lease: Lease | None = None


def window_start(window: str, now: float) -> int:
    """Return the start time of the window that contains *now*."""
    return int(now) // SECONDS[window] * SECONDS[window]


def limit_status(limits: Limits, used: list[int], now: float, *, admitted: bool) -> LimitStatus:
    """Describe every window, and for the tightest one: limit, remaining, seconds until reset."""
    described, reset = describe(limits, used, now)
    lines = []
    for title, limit, remaining in described:
        start, end = ("x-", f"-{title}") if title else ("", "")
        lines.append(
            f"{start}ratelimit-limit{end}: {limit}\r\n{start}ratelimit-remaining{end}: {remaining}\r\n"
        )
    lines.append(f"ratelimit-reset: {reset}\r\n")
    if not admitted:
        lines.append(f"retry-after: {reset}\r\n")
    return LimitStatus(admitted, "".join(lines).encode())


def describe(limits: Limits, used: list[int], now: float) -> tuple[list[tuple[str, int, int]], int]:
    """Return title, limit and remaining of every window and, without a title, of the tightest; and its reset.

    The tightest window has the least remaining; between equals it is the longer one. The reset is in seconds.
    """
    described = []
    tightest = ("", 0, 0)
    reset = 0
    for (name, limit), count in zip(limits.windows, used, strict=True):
        remaining = max(0, limit - count)
        described.append((_TITLES[name], limit, remaining))
        if not reset or remaining <= tightest[2]:
            tightest = ("", limit, remaining)
            reset = max(1, window_start(name, now) + SECONDS[name] - int(now))
    return [*described, tightest], reset
