from typing import Any


def test_explode(tables: Any) -> None:
    found = tables.rows("explode", column="note", separator=",")
    assert [(row["id"], row["note"]) for row in found[-2:]] == [(10, "a"), (10, "b")]
    found = tables.rows("explode", data=[{"t": [1, "x"]}, {"t": []}], column="t")
    assert [row["t"] for row in found] == ["1", "x", None]
