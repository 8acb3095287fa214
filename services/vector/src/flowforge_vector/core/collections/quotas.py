"""How many points the collections of each consumer hold together."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

_FRESH_SECONDS = 60


@dataclass(slots=True)
class _Count:
    points: int
    counted_at: float


class PointCounts:
    """Counts by owner. The store is asked each minute and before a write is refused, not at every write."""

    def __init__(self, count: Callable[[str], Awaitable[int]]) -> None:
        self._count = count
        self._known: dict[str, _Count] = {}

    async def add(self, owner: str, added: int, limit: int) -> int | None:
        """Count *added* points in. Return the number there were if they would exceed *limit*, else None."""
        known = self._known.get(owner)
        is_stale = known is None or time.monotonic() - known.counted_at > _FRESH_SECONDS
        if known is None or is_stale or known.points + added > limit:
            known = self._known[owner] = _Count(await self._count(owner), time.monotonic())
        if known.points + added > limit:
            return known.points
        known.points += added
        return None
