from typing import Any


def test_columns_by_name(tables: Any) -> None:
    found = tables.rows(
        "union", data=[{"a": 1, "b": 2}], other_data=[{"b": "x", "c": 3}], source_column="from"
    )
    assert found == [{"a": 1, "b": "2", "from": 1, "c": None}, {"a": None, "b": "x", "from": 2, "c": 3}]


def test_columns_by_position(tables: Any) -> None:
    found = tables.rows("union", data=[{"a": 1}], other_data=[{"x": 2.5}], match_by="position")
    assert found == [{"a": 1.0}, {"a": 2.5}]
