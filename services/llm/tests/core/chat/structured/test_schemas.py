import pytest

from flowforge_llm.core.chat.structured.schemas import MAX_SCHEMA_DEPTH, DoesNotFit, check_schema, validate
from flowforge_llm.core.errors import SchemaInvalid, SchemaUnsupported

PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "born": {"type": "string", "format": "date"}},
    "required": ["name"],
    "additionalProperties": False,
}
TREE = {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#"}}}}
DRAFT_7 = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "definitions": {"word": {"type": "string"}},
    "$ref": "#/definitions/word",
}


@pytest.mark.parametrize("schema", [PERSON, TREE, DRAFT_7, {}])
def test_schemas_are_taken(schema: dict[str, object]) -> None:
    check_schema(schema, "schema")


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "banana"}, "banana"),
        ({"properties": 3}, "/properties"),
        ({"required": "name"}, "/required"),
        ({"$ref": "#/$defs/none"}, "$defs/none"),
        ({"$ref": "http://127.0.0.1:1/x"}, "nothing is fetched"),
        ({"$ref": "file:///etc/passwd"}, "nothing is fetched"),
        ({"properties": {"a": {"$id": "x", "$schema": "http://127.0.0.1:1/x"}}}, "known are the drafts"),
    ],
)
def test_what_is_no_schema_is_told(schema: dict[str, object], said: str) -> None:
    with pytest.raises(SchemaInvalid) as caught:
        check_schema(schema, "response_format")
    assert said in caught.value.text
    assert "'response_format'" in caught.value.text


@pytest.mark.parametrize("pattern", ["(", "(?=x)y", r"(a)\1", "(a{1000}){1000}"])
def test_patterns_that_cannot_be_read_in_linear_time_are_refused(pattern: str) -> None:
    with pytest.raises(SchemaUnsupported, match="patterns"):
        check_schema({"type": "string", "pattern": pattern}, "schema")


def test_a_schema_may_be_neither_deep_nor_large() -> None:
    deep: dict[str, object] = {}
    for _ in range(MAX_SCHEMA_DEPTH):
        deep = {"items": deep}
    with pytest.raises(SchemaUnsupported, match="deeper"):
        check_schema(deep, "schema")
    with pytest.raises(SchemaUnsupported, match="bytes"):
        check_schema({"enum": ["x" * 1000 + str(n) for n in range(300)]}, "schema")


def test_what_fits_and_what_does_not() -> None:
    validate({"name": "Ada", "born": "1815-12-10"}, PERSON)
    with pytest.raises(DoesNotFit) as caught:
        validate({"name": "Ada", "born": "long ago"}, PERSON)
    assert caught.value.place == "/born"
    with pytest.raises(DoesNotFit, match="name"):
        validate({}, PERSON)


def test_a_greedy_pattern_is_matched_in_linear_time() -> None:
    with pytest.raises(DoesNotFit):
        validate("a" * 50_000 + "b", {"type": "string", "pattern": "^(a+)+$"})
