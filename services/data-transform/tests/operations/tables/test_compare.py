from typing import Any

OLD = [{"id": 1, "n": "a", "m": 1}, {"id": 2, "n": "b", "m": 2}, {"id": 3, "n": None, "m": 3}]
NEW = [{"id": 2, "n": "B", "m": 2}, {"id": 3, "n": None, "m": 3}, {"id": 4, "n": "d", "m": 4}]


def test_added_removed_changed(tables: Any) -> None:
    found = tables.rows("compare", data=OLD, other_data=NEW, on=["id"])
    assert {(row["change"], row["id"], row["changed_columns"]) for row in found} == {
        ("removed", "1", ""),
        ("changed", "2", "n"),
        ("added", "4", ""),
    }
    (changed,) = [row for row in found if row["change"] == "changed"]
    assert (changed["n"], changed["differences"]) == ("B", "n: b -> B")


def test_same_and_ignored(tables: Any) -> None:
    found = tables.rows("compare", data=OLD, other_data=NEW, on=["id"], ignore=["n"], include_same=True)
    assert sorted((row["id"], row["change"]) for row in found) == [
        ("1", "removed"),
        ("2", "same"),
        ("3", "same"),
        ("4", "added"),
    ]


def test_keys_that_repeat(tables: Any) -> None:
    assert tables.code("compare", data=[*OLD, OLD[0]], other_data=NEW, on=["id"]) == (422, "KEYS_REPEAT")
