from typing import Any

import pytest

from servicekit.openapi.downgrade import downgrade

REFERENCE = {"$ref": "#/components/schemas/Lamp"}


@pytest.mark.parametrize(
    ("schema", "lowered"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        (
            {"type": ["string", "integer"]},
            {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        ),
        (
            {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "description": "d"},
            {"type": "integer", "nullable": True, "description": "d"},
        ),
        (
            {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        ),
        ({"anyOf": [REFERENCE, {"type": "null"}]}, {"allOf": [REFERENCE], "nullable": True}),
        (
            {"oneOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]},
            {"oneOf": [{"type": "integer"}, {"type": "string"}], "nullable": True},
        ),
        ({"type": "null"}, {"nullable": True, "enum": [None]}),
        (
            {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
            {"type": "string", "enum": ["a", None], "nullable": True},
        ),
        (
            {"anyOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "integer"}]},
            {"anyOf": [{"type": "string", "nullable": True}, {"type": "integer"}]},
        ),
        (
            {"anyOf": [{"type": ["string", "number", "null"]}, {"type": "number"}, {"type": "boolean"}]},
            {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}], "nullable": True},
        ),
        ({"const": "lux"}, {"enum": ["lux"], "type": "string"}),
        ({"const": 3, "type": "integer"}, {"enum": [3], "type": "integer"}),
        ({"type": "string", "examples": ["a", "b"]}, {"type": "string", "example": "a"}),
        (
            {"type": "number", "exclusiveMinimum": 0},
            {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        ),
        (
            {"type": "number", "exclusiveMaximum": 9, "maximum": 5},
            {"type": "number", "maximum": 5},
        ),
        (
            {"type": "number", "exclusiveMaximum": 5, "maximum": 9},
            {"type": "number", "maximum": 5, "exclusiveMaximum": True},
        ),
        (
            {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}, {"type": "string"}]},
            {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
        ),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({**REFERENCE, "description": "d"}, {"allOf": [REFERENCE], "description": "d"}),
        (REFERENCE, REFERENCE),
        (
            {"type": "string", "contentMediaType": "application/json", "contentSchema": {}},
            {"type": "string"},
        ),
        (
            {"type": "object", "patternProperties": {"^a": {"type": "string"}}},
            {"type": "object", "additionalProperties": True},
        ),
        (
            {"type": "object", "properties": {"const": {"const": "a"}, "examples": {"type": "string"}}},
            {
                "type": "object",
                "properties": {"const": {"enum": ["a"], "type": "string"}, "examples": {"type": "string"}},
            },
        ),
        (
            {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
            {"type": "object", "additionalProperties": {"type": "number", "nullable": True}},
        ),
        (True, {}),
    ],
)
def test_schema_is_said_in_the_older_dialect(schema: Any, lowered: Any) -> None:
    assert downgrade(schema) == lowered


def test_schema_itself_is_not_changed() -> None:
    schema = {"type": "object", "properties": {"a": {"type": ["string", "null"], "examples": ["x"]}}}
    downgrade(schema)
    assert schema == {"type": "object", "properties": {"a": {"type": ["string", "null"], "examples": ["x"]}}}
