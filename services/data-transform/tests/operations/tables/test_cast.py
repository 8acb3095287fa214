from typing import Any


def test_cast(tables: Any) -> None:
    data = [{"p": "$1,200.50", "d": "01/02/2024"}, {"p": "n/a", "d": "13/02/2024"}]
    found = tables.rows("cast", data=data, to_types={"p": "number", "d": "date"}, cast_day_first=True)
    assert found == [{"p": 1200.5, "d": "2024-02-01"}]
    found = tables.rows("cast", data=data, to_types={"p": "number"}, on_failure="null")
    assert [row["p"] for row in found] == [1200.5, None]
