from typing import Any


def test_group(tables: Any) -> None:
    aggregates = [
        {"function": "count"},
        {"function": "sum", "column": "amount", "name": "total"},
        {"function": "join", "column": "name"},
        {"function": "count_distinct", "column": "name"},
        {"function": "percentile", "column": "id", "percent": 50},
    ]
    found = tables.rows("group", by=["city"], aggregates=aggregates)
    assert found[0] == {
        "city": "London", "count": 2, "total": 120.5, "name_join": "Ada, Linus", "name_count_distinct": 2,
        "id_percentile": 2.0,
    }  # fmt: skip
    assert [row["city"] for row in found] == ["London", "Arlington", None]
    assert tables.rows("group", aggregates=[{"function": "max", "column": "id"}]) == [{"id_max": 10}]
