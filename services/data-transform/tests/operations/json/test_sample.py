from typing import Any

import jsonschema
import pytest

ORDER = {
    "type": "object",
    "required": ["id", "items", "code"],
    "properties": {
        "id": {"type": "integer", "minimum": 10, "exclusiveMaximum": 12},
        "code": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{2,4}$"},
        "mail": {"type": "string", "format": "email"},
        "price": {"type": "number", "multipleOf": 0.5, "minimum": 1},
        "state": {"enum": ["open", "closed"]},
        "items": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/item"}},
        "tags": {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "string"}},
        "note": {"anyOf": [{"type": "null"}, {"type": "string", "minLength": 20}]},
    },
    "additionalProperties": False,
    "$defs": {"item": {"allOf": [{"type": "object", "required": ["sku"]}, {"properties": {"sku": {}}}]}},
}


@pytest.mark.parametrize("seed", range(5))
def test_samples_are_valid(result: Any, seed: int) -> None:
    """Checked by another library than the service's."""
    samples = result("sample", schema=ORDER, count=5, seed=seed)["samples"]
    for one in samples:
        jsonschema.validate(one, ORDER)
    assert len(samples) == 5


def test_the_seed_decides_and_options_are_left_out(result: Any) -> None:
    properties = {"a": {"type": "integer"}, "b": {"type": "string"}}
    schema = {"type": "object", "required": ["a"], "properties": properties}
    one, two = (result("sample", schema=schema, seed=9) for _ in range(2))
    assert one == two
    assert set(result("sample", schema=schema, optional=False)["samples"][0]) == {"a"}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "minimum": 5, "maximum": 1}, "NO_SAMPLE"),
        ({"$ref": "https://example.org/x.json"}, "JSON_SCHEMA_INVALID"),
        ({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}, "NO_SAMPLE"),
        ({"type": "strin"}, "JSON_SCHEMA_INVALID"),
        ({"not": {}}, "NO_SAMPLE"),
        ({"type": "array", "minItems": 5, "uniqueItems": True, "items": {"enum": [1, 2]}}, "NO_SAMPLE"),
    ],
)
def test_what_has_no_sample(code: Any, schema: dict[str, Any], expected: str) -> None:
    assert code("sample", schema=schema) == (422, expected)
