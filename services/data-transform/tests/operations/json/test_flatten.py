from typing import Any


def test_nested_keys(result: Any) -> None:
    data = {"address": {"city": "Rome", "geo": {"lat": 1}}, "tags": ["a", {"b": 2}], "e": {}, "l": []}
    assert result("flatten", data=data)["result"] == {
        "address.city": "Rome", "address.geo.lat": 1, "tags[0]": "a", "tags[1].b": 2, "e": {}, "l": [],
    }  # fmt: skip
    assert result("flatten", data=[data], separator="_", lists=False)["result"][0]["tags"] == ["a", {"b": 2}]


def test_keys_that_would_repeat(code: Any) -> None:
    assert code("flatten", data={"a.b": 1, "a": {"b": 2}}) == (422, "FLAT_KEYS_REPEAT")
