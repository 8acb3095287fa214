from typing import Any

import pytest

from servicekit.openapi.nullable import add_types

Schema = dict[str, Any]
COLOR, SIZE = ({"$ref": f"#/components/schemas/{name}"} for name in ("Color", "Size"))
SCHEMAS: dict[str, Schema] = {
    "Color": {"type": "string", "enum": ["red"]},
    "Size": {"type": "object", "properties": {}},
    "Either": {"anyOf": [{"type": "string"}, {"type": "object"}]},
}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": "string", "nullable": True}),
        ({"allOf": [SIZE], "nullable": True}, {"allOf": [SIZE], "nullable": True, "type": "object"}),
        ({"allOf": [COLOR], "nullable": True}, {"allOf": [COLOR], "nullable": True, "type": "string"}),
        (
            {"oneOf": [SIZE, {"type": "object"}], "nullable": True},
            {"oneOf": [SIZE, {"type": "object"}], "nullable": True, "type": "object"},
        ),
        (
            {"anyOf": [{"type": "string"}, {"type": "array"}], "nullable": True},
            {"anyOf": [{"type": "string", "nullable": True}, {"type": "array"}]},
        ),
        (
            {"anyOf": [COLOR, SIZE], "nullable": True},
            {"anyOf": [{"allOf": [COLOR], "type": "string", "nullable": True}, SIZE]},
        ),
    ],
)
def test_null_is_let_in_by_a_type(schema: Schema, expected: Schema) -> None:
    document = {"properties": {"a": [schema]}}
    add_types(document, SCHEMAS)
    assert document == {"properties": {"a": [expected]}}
