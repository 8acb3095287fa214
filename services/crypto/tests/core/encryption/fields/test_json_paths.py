from typing import Any

import pytest

from flowforge_crypto.core.encryption.fields import json_paths as json_fields
from flowforge_crypto.core.encryption.fields.json_paths import (
    InvalidJsonPath,
    RootChosen,
    TooManyFields,
    replace,
    replace_texts,
)

# The example document of RFC 9535, section 1.5, in part.
STORE = {
    "store": {
        "book": [
            {"category": "reference", "price": 8.95, "title": "Sayings of the Century"},
            {"category": "fiction", "price": 22.99, "title": "The Lord of the Rings"},
        ],
        "bicycle": {"color": "red", "price": 399},
    }
}


def prices(document: Any) -> Any:
    return [document["store"]["book"][at]["price"] for at in (0, 1)] + [document["store"]["bicycle"]["price"]]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["$..price"], ["x", "x", "x"]),
        (["$.store.book[*].price"], ["x", "x", 399]),
        (["$.store.book[?@.price > 10].price"], [8.95, "x", 399]),
        (["$.store.bicycle.price", "$..bicycle.price"], [8.95, 22.99, "x"]),
        (["$.nothing"], [8.95, 22.99, 399]),
    ],
)
def test_paths_of_rfc_9535(paths: Any, expected: Any) -> None:
    changed, fields = replace(STORE, paths, lambda _: "x")
    assert prices(changed) == expected
    assert fields == expected.count("x")
    assert prices(STORE) == [8.95, 22.99, 399]


def test_a_field_within_a_chosen_one_is_not_changed_by_itself() -> None:
    changed, fields = replace({"a": {"b": 1}}, ["$.a.b", "$.a"], lambda value: [value])
    assert (changed, fields) == ({"a": [{"b": 1}]}, 1)


@pytest.mark.parametrize("path", ["a", "$..[", "$[", "$.a b", "$[?match(@.b]"])
def test_what_is_no_path(path: Any) -> None:
    with pytest.raises(InvalidJsonPath):
        replace({}, [path], str)


def test_limits(monkeypatch: Any) -> None:
    with pytest.raises(RootChosen):
        replace({}, ["$"], str)
    monkeypatch.setattr(json_fields, "MAX_FIELDS", 3)
    with pytest.raises(TooManyFields, match="more than 3 fields"):
        replace([1, 2, 3, 4], ["$[*]"], str)


def test_texts_at_any_depth() -> None:
    assert replace_texts({"a": ["x", 1, None, {"b": "y"}]}, str.upper) == {"a": ["X", 1, None, {"b": "Y"}]}
