from typing import Any


def test_sample(tables: Any) -> None:
    assert tables.ids("sample", count=2) == [1, 2]
    assert tables.ids("sample", method="last", count=1) == [10]
    assert tables.ids("sample", method="range", offset=1, count=2) == [2, 3]
    assert tables.ids("sample", method="every", count=2) == [1, 3]
    first = tables.ids("sample", method="random", count=2, seed=5)
    assert len(first) == 2
    assert tables.ids("sample", method="random", count=2, seed=5) == first
    assert len(tables.ids("sample", method="random", count=1, by="name")) == 3
