from typing import Any

import pytest


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"text": "a, b,,c", "separator": ","}, ["a", "b", "c"]),
        ({"text": "a, b,,c", "separator": ",", "drop_empty": False}, ["a", "b", "", "c"]),
        ({"text": "a1b22c", "by": "regex", "separator": r"\d+"}, ["a", "b", "c"]),
        ({"text": "a\nb\r\nc", "by": "lines"}, ["a", "b", "c"]),
        ({"text": "one\ntwo\n\nthree", "by": "paragraphs"}, ["one\ntwo", "three"]),
        (
            {"text": "Dr. Who came. He left! Why? 3.5 hours.", "by": "sentences"},
            ["Dr. Who came.", "He left!", "Why?", "3.5 hours."],
        ),
        ({"text": "abcdefg", "by": "length", "length": 3}, ["abc", "def", "g"]),
        ({"text": "a b c", "separator": " ", "limit": 2}, ["a", "b c"]),
    ],
)
def test_parts(call: Any, fields: dict[str, Any], parts: list[str]) -> None:
    assert call("split", **fields)["parts"] == parts


def test_mistakes(call: Any) -> None:
    assert call("split", text="a", by="regex", separator="(") == (422, "PATTERN_INVALID")
    assert call("split", text="a", by="length") == (422, "VALIDATION_ERROR")
