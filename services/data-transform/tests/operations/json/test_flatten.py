from typing import Any


def test_nested_keys(result: Any) -> None:
    data = {"address": {"city": "Rome", "geo": {"lat": 1}}, "tags": ["a", {"b": 2}], "e": {}, "l": []}
    assert result("flatten", data=data)["result"] == {
        "address.city": "Rome", "address.geo.lat": 1, "tags[0]": "a", "tags[1].b": 2, "e": {}, "l": [],
    }  # fmt: skip
    assert result("flatten", data=[data], separator="_", lists=False)["result"][0]["tags"] == ["a", {"b": 2}]
