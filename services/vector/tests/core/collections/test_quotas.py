"""Points are counted before a consumer is refused, and otherwise once a minute."""

from flowforge_vector.core.collections.quotas import PointCounts


class Store:
    """Counts how often it is asked."""

    def __init__(self, points: int) -> None:
        self.points = points
        self.asked = 0

    async def count(self, owner: str) -> int:  # noqa: ARG002 - one owner
        self.asked += 1
        return self.points


async def test_writes_below_the_limit_ask_the_store_once() -> None:
    store = Store(10)
    counts = PointCounts(store.count)
    assert [await counts.add("ada", 10, 100) for _ in range(9)] == [None] * 9
    assert store.asked == 1
    store.points = 100
    assert await counts.add("ada", 1, 100) == 100
    assert store.asked == 2


async def test_repeated_writes_of_the_same_points_do_not_reach_the_limit() -> None:
    store = Store(60)
    counts = PointCounts(store.count)
    assert [await counts.add("ada", 30, 100) for _ in range(10)] == [None] * 10


async def test_owners_are_counted_apart() -> None:
    counts = PointCounts(Store(90).count)
    assert await counts.add("ada", 20, 100) == 90
    assert await counts.add("bob", 10, 100) is None
