from typing import Any


def test_derive(tables: Any) -> None:
    found = tables.rows("derive", set={"double": "amount * 2", "who": "UPPER(name)", "more": "double + 1"})
    assert [(row["double"], row["who"], row["more"]) for row in found[:2]] == [
        (241.0, "ADA", 242.0),
        (160.0, "GRACE", 161.0),
    ]


def test_decimals_are_numbers(tables: Any) -> None:
    found = tables.rows("derive", data=[{"n": 100}, {"n": 3}], set={"gross": "n * 1.19"})
    assert [row["gross"] for row in found] == [119, 3.57]
