from typing import Any


def test_dedupe(tables: Any) -> None:
    assert tables.ids("dedupe", by=["name"]) == [1, 2, 3]
    assert tables.ids("dedupe", by=["name"], keep="last") == [2, 3, 10]
    assert tables.ids("dedupe", by=["name"], keep="none") == [2, 3]
    data = [{"id": 1, "m": "a@x.org "}, {"id": 2, "m": "A@X.org"}]
    assert tables.ids("dedupe", data=data, by=["m"], ignore_case=True, ignore_spaces=True) == [1]
