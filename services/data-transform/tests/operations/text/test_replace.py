from typing import Any

import pytest


@pytest.mark.parametrize(
    ("fields", "result", "count"),
    [
        ({"text": "a-b-c", "find": "-", "replacement": "+"}, "a+b+c", 2),
        ({"text": "a-b-c", "find": "-", "replacement": "+", "limit": 1}, "a+b-c", 1),
        ({"text": "Abc ABC", "find": "abc", "replacement": "x", "ignore_case": True}, "x x", 2),
        (
            {"text": "Lovelace, Ada", "find": r"(\w+), (\w+)", "replacement": r"\2 \1", "regex": True},
            "Ada Lovelace",
            1,
        ),
        ({"text": "a.b", "find": ".", "replacement": r"\1"}, r"a\1b", 1),
        ({"text": "1  2", "find": r"\s+", "replacement": " ", "regex": True}, "1 2", 1),
    ],
)
def test_replacing(call: Any, fields: dict[str, Any], result: str, count: int) -> None:
    found = call("replace", **fields)
    assert (found["result"], found["replaced"]) == (result, count)


def test_mistakes(call: Any) -> None:
    assert call("replace", text="a", find="(", regex=True) == (422, "PATTERN_INVALID")
    assert call("replace", text="a", find="a", replacement=r"\5", regex=True) == (422, "PATTERN_INVALID")
    huge = call("replace", text="a" * 100_000, find="a", replacement="b" * 100_000)
    assert huge == (422, "RESOURCE_LIMIT")
