from typing import Any


def test_items_of_a_list(result: Any) -> None:
    found = result("infer", data=[{"id": 1, "name": "Ada"}, {"id": 2.5}])
    assert found["samples"] == 2
    assert found["json_schema"]["properties"] == {"id": {"type": "number"}, "name": {"type": "string"}}
    assert found["json_schema"]["required"] == ["id"]


def test_closed(result: Any) -> None:
    schema = result("infer", data={"a": {"b": 1}}, additional_properties=False)["json_schema"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["a"]["additionalProperties"] is False
