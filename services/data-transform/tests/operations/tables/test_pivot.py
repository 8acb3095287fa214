from typing import Any


def test_pivot_and_unpivot(tables: Any) -> None:
    data = [{"y": 1, "c": "Rome", "n": 1}, {"y": 1, "c": "Oslo", "n": 2}, {"y": 2, "c": "Rome", "n": 3}]
    wide = tables.rows("pivot", data=data, index=["y"], names_from="c", values_from="n")
    assert wide == [{"y": 1, "Rome": 1, "Oslo": 2}, {"y": 2, "Rome": 3, "Oslo": None}]
    long = tables.rows("unpivot", data=wide, index=["y"], name_column="c", value_column="n")
    assert long == [
        {"y": 1, "c": "Rome", "n": 1}, {"y": 1, "c": "Oslo", "n": 2},
        {"y": 2, "c": "Rome", "n": 3}, {"y": 2, "c": "Oslo", "n": None},
    ]  # fmt: skip
