from typing import Any


def test_window(tables: Any) -> None:
    functions = [
        {"function": "row_number"},
        {"function": "running_total", "column": "id"},
        {"function": "previous", "column": "name", "name": "before"},
        {"function": "rank", "column": "id", "descending": True, "name": "place"},
    ]
    found = tables.rows("window", functions=functions)
    assert [row["id_running_total"] for row in found] == [1, 3, 6, 16]
    assert [row["before"] for row in found] == [None, "Ada", "grace", "Linus"]
    assert [row["place"] for row in found] == [4, 3, 2, 1]
