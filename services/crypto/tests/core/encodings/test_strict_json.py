from typing import Any

import pytest

from flowforge_crypto.core.encodings.strict_json import (
    MAX_DEPTH,
    NotStrictJson,
    read_json,
    read_object,
    require_strict,
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "not JSON"),
        ("NaN", "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
        ("[1e999]", "1e999"),
        ('"\\ud800"', "surrogate"),
        ('{"\\udc00": 1}', "surrogate"),
        ('{"a": 1, "a": 2}', "same name"),
        ("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2), "nested"),
        ("[" * 100_000, "not JSON"),
        ("1" * 5000, "not JSON"),
    ],
)
def test_what_is_not_strict(text: Any, problem: Any) -> None:
    with pytest.raises(NotStrictJson, match=problem):
        read_json(text)
    with pytest.raises(NotStrictJson, match=problem):
        read_json(text.encode())


def test_what_is_strict() -> None:
    text = '{"a": [1.5, 1e308, "\\ud83d\\ude00", null, true], "b": {"": 9007199254740993}}'
    assert read_json(text) == {"a": [1.5, 1e308, "😀", None, True], "b": {"": 9007199254740993}}
    with pytest.raises(NotStrictJson, match="not a JSON object"):
        read_object("[]")
    with pytest.raises(NotStrictJson, match="not JSON"):
        read_json(b"\xff")


def test_parsed_documents() -> None:
    document = {"a": [1.5, "x"]}
    assert require_strict(document) is document
    for bad in (float("inf"), [float("nan")], {"\ud800": 1}, {"a": "\udfff"}):
        with pytest.raises(NotStrictJson):
            require_strict(bad)
