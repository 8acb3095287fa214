from typing import Any


def test_selectors(queries: Any) -> None:
    page = "<ul><li class='a'>one <b>two</b></li><li id='x'>three</li></ul>"
    assert queries.call("css", text=page, query="li:nth-child(2), b").json()["result"] == ["two", "three"]
    assert queries.call("css", text=page, query="em").json() == {"result": [], "count": 0, "warnings": []}
    assert queries.failure("css", text=page, query="li[") == (422, "QUERY_INVALID")
