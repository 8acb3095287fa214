from typing import Any

import pytest

from servicekit.openapi.normalizing import normalize

Schema = dict[str, Any]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"minimum": -5, "exclusiveMinimum": 0}, {"exclusiveMinimum": 0}),
        ({"minimum": 1, "exclusiveMinimum": 0}, {"minimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": 5}, {"exclusiveMaximum": 5}),
        ({"maximum": 4, "exclusiveMaximum": 5}, {"maximum": 4}),
        ({"minimum": 0, "maximum": 1}, {"minimum": 0, "maximum": 1}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        (
            {"type": "array", "prefixItems": [{"type": "number"}], "maxItems": 1},
            {"type": "array", "prefixItems": [{"type": "number"}], "maxItems": 1, "items": {}},
        ),
        (
            {"anyOf": [{"type": "array"}, {"minimum": 0, "exclusiveMinimum": 0}]},
            {"anyOf": [{"type": "array", "items": {}}, {"exclusiveMinimum": 0}]},
        ),
    ],
)
def test_schemas_are_written_as_linters_want_them(schema: Schema, expected: Schema) -> None:
    normalize(schema)
    assert schema == expected


def test_properties_named_like_bounds_are_left_alone() -> None:
    schema: Schema = {"properties": {"minimum": {"type": "number"}, "exclusiveMinimum": {"type": "number"}}}
    normalize(schema)
    assert schema["properties"].keys() == {"minimum", "exclusiveMinimum"}
