from typing import Any


def test_columns_become_rows(tables: Any) -> None:
    data = [{"id": 1, "a": 5, "b": "x"}]
    assert tables.rows("unpivot", data=data, index=["id"]) == [
        {"id": 1, "name": "a", "value": "5"},
        {"id": 1, "name": "b", "value": "x"},
    ]
    assert tables.code("unpivot", data=data, index=["nope"]) == (422, "COLUMN_NOT_FOUND")
