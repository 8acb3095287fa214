"""Fixed windows (calendar minute, UTC day) and the headers that tell a caller where it stands."""

from dataclasses import dataclass
from typing import Self

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_TITLES = {name: name.title() for name in SECONDS}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a caller: windows by name, the shortest first."""

    windows: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, **limits: int | None) -> Self:
        """Take the windows that have a limit."""
        return cls(tuple((name, limit) for name in SECONDS if (limit := limits.get(name)) is not None))

    def keys(self, caller: str, now: float) -> list[str]:
        """Name the counters of *caller* at *now*; the braces keep them on one node of a cluster."""
        return [f"flowforge:limit:{{{caller}}}:{name}:{window_start(name, now)}" for name, _ in self.windows]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands after a request."""

    admitted: bool
    lines: bytes  # header lines for the answer


def window_start(window: str, now: float) -> int:
    """Return when the window around *now* began."""
    return int(now) // SECONDS[window] * SECONDS[window]


def standing(limits: Limits, used: list[int], now: float, *, admitted: bool) -> Standing:
    """Tell the caller about every window, and of the tightest: limit, remaining, seconds until it ends.

    The tightest window has the least remaining; between equals it is the longer one.
    """
    lines = []
    tightest = (0, 0, 0)
    least: int | None = None
    for (name, limit), count in zip(limits.windows, used, strict=True):
        remaining = max(0, limit - count)
        title = _TITLES[name]
        lines.append(f"x-ratelimit-limit-{title}: {limit}\r\nx-ratelimit-remaining-{title}: {remaining}\r\n")
        if least is None or remaining <= least:
            least = remaining
            tightest = (limit, remaining, max(1, window_start(name, now) + SECONDS[name] - int(now)))
    limit, remaining, reset = tightest
    lines.append(
        f"ratelimit-limit: {limit}\r\nratelimit-remaining: {remaining}\r\nratelimit-reset: {reset}\r\n"
    )
    if not admitted:
        lines.append(f"retry-after: {reset}\r\n")
    return Standing(admitted, "".join(lines).encode())
