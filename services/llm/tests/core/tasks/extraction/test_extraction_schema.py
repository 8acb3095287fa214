from typing import Any

import pytest

from flowforge_llm.core.errors import SchemaInvalid
from flowforge_llm.core.tasks.extraction.extraction_schema import (
    Leaf,
    ListNode,
    ObjectNode,
    SchemaNotExtractable,
    SchemaTooLarge,
    read_wishes,
)
from flowforge_llm.core.tasks.extraction.prompting import asked_schema, told_fields

INVOICE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "vendor": {"$ref": "#/$defs/party"},
        "total": {"type": ["number", "null"], "minimum": 0},
        "paid": {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
        "status": {"enum": ["open", "closed", None]},
        "lines": {
            "type": "array",
            "maxItems": 3,
            "items": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        },
    },
    "required": ["vendor", "total"],
    "$defs": {
        "party": {"type": "object", "properties": {"name": {"type": "string", "description": "legal"}}}
    },
}


def test_a_schema_is_read_as_a_tree() -> None:
    wishes = read_wishes(INVOICE)
    assert wishes.required == {"vendor", "total"}
    assert isinstance(wishes.fields["vendor"], ObjectNode)
    assert wishes.fields["total"] == Leaf("number", {"type": "number", "minimum": 0})
    assert wishes.fields["status"] == Leaf("choice", {"enum": ["open", "closed"]})
    lines = wishes.fields["lines"]
    assert isinstance(lines, ListNode)
    assert lines.most == 3


def test_the_model_is_asked_for_a_quote_before_each_value() -> None:
    asked = asked_schema(read_wishes(INVOICE))
    assert list(asked["properties"]["total"]["properties"]) == ["quote", "value"]
    assert asked["required"] == list(INVOICE["properties"])
    assert "minimum" not in str(asked)
    told = told_fields(read_wishes(INVOICE))
    assert told[0] == "vendor.name (string): legal"
    assert "status (open | closed)" in told
    assert "lines[].name (string)" in told


@pytest.mark.parametrize(
    ("schema", "error", "words"),
    [
        ({"type": "nonsense"}, SchemaInvalid, "nonsense"),
        ({"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}}, SchemaInvalid, ""),
        ({"type": "string"}, SchemaNotExtractable, "object"),
        ({"type": "object"}, SchemaNotExtractable, "properties"),
        ({"properties": {"a": {}}}, SchemaNotExtractable, "#/properties/a"),
        ({"properties": {"a": {"type": ["string", "number"]}}}, SchemaNotExtractable, "one"),
        ({"properties": {"a": {"allOf": [{"type": "string"}]}}}, SchemaNotExtractable, "allOf"),
        (
            {"properties": {"a": {"oneOf": [{"type": "string"}, {"type": "number"}]}}},
            SchemaNotExtractable,
            "null",
        ),
        ({"properties": {"a": {"$ref": "#"}}}, SchemaNotExtractable, "contains itself"),
        ({"properties": {"a": {"enum": [None]}}}, SchemaNotExtractable, "choose"),
        ({"properties": {f"f{n}": {"type": "string"} for n in range(61)}}, SchemaTooLarge, "60"),
        ({"properties": {"a": {"type": "string", "description": "x" * 70_000}}}, SchemaTooLarge, "64000"),
    ],
)
def test_what_cannot_be_extracted_is_refused(schema: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as caught:
        read_wishes(schema)
    assert words in str(caught.value)


def test_deep_schemas_are_refused() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(20):
        schema = {"type": "object", "properties": {"a": schema}}
    with pytest.raises(SchemaTooLarge):
        read_wishes(schema)
