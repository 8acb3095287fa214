from typing import Any


def test_select(tables: Any) -> None:
    found = tables.rows("select", keep=["name", "id"], rename={"id": "number"})
    assert found[0] == {"name": "Ada", "number": 1}
    assert list(tables.rows("select", drop=["note", "amount"])[0]) == ["id", "name", "city"]
    assert tables.code("select", rename={"id": "name"}) == (422, "COLUMN_EXISTS")
