from typing import Any

import pytest


def test_comes_back(result: Any) -> None:
    data = {"address": {"city": "Rome", "geo": {"lat": 1}}, "tags": ["a", {"b": 2}], "m": [[1, 2], [3]]}
    flat = result("flatten", data=data)["result"]
    assert result("unflatten", data=flat)["result"] == data


def test_conflicts(result: Any, code: Any) -> None:
    assert code("unflatten", data={"a": 1, "a.b": 2}) == (422, "KEYS_CONFLICT")
    assert code("unflatten", data={"a[999999]": 1}) == (422, "KEYS_CONFLICT")
    assert result("unflatten", data={"a[2]": 1})["result"] == {"a": [None, None, 1]}


@pytest.mark.parametrize(
    "data",
    [{"": 1, "[0]": 2}, {"[0]": 2, "": 1}, {"a.b": 1, "a[0]": 2}, {"a[0][1]": 1, "a[0].x": 2}],
)
def test_a_place_is_a_list_or_an_object(code: Any, data: Any) -> None:
    assert code("unflatten", data=data) == (422, "KEYS_CONFLICT")
