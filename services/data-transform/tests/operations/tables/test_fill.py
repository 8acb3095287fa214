from typing import Any


def test_fill(tables: Any) -> None:
    assert [row["city"] for row in tables.rows("fill", target_columns=["city"])][-1] == "London"
    assert tables.rows("fill", target_columns=["amount"], method="zero")[2]["amount"] == 0
    assert tables.rows("fill", target_columns=["note"], method="value", value="-")[2]["note"] == "-"
    assert tables.rows("fill", target_columns=["amount"], method="median")[2]["amount"] == 80
