import pytest

from flowforge_llm.core.chat.structured.formats import check_holdable, holdable_part, read_json
from flowforge_llm.core.chat.structured.schemas import DoesNotFit
from flowforge_llm.core.errors import SchemaUnsupported
from flowforge_llm.core.models.catalog import load_catalog

CARD = load_catalog(None, {}).models["smollm2-135m-instruct"]
NUMBERS = {"type": "array", "items": {"type": "integer"}}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"type": "array", "uniqueItems": True}, "uniqueItems"),
        ({"not": {"type": "string"}}, "'not'"),
        ({"type": "string", "pattern": "abc"}, "anchored"),
        ({"type": "number", "minimum": 0.5}, "not whole"),
        ({"type": "string", "format": "email"}, "email"),
    ],
)
def test_what_the_grammar_would_ignore_is_refused_wherever_it_stands(
    part: dict[str, object], said: str
) -> None:
    for schema in (part, {"properties": {"a": part}}, {"anyOf": [part]}, {"$defs": {"a": {"items": part}}}):
        with pytest.raises(SchemaUnsupported, match=said):
            check_holdable(schema, CARD, "response_format")


def test_what_it_holds_is_taken_and_names_are_no_keywords() -> None:
    named = {
        "type": "object",
        "properties": {"not": {"type": "string", "pattern": "^a$"}},
        "enum": [{"if": 1}],
    }
    check_holdable(named, CARD, "response_format")
    check_holdable({"type": "integer", "minimum": 3, "format": "date"}, CARD, "response_format")


@pytest.mark.parametrize("text", ["[1, 2]", "Here:\n```json\n[1, 2]\n```\nDone.", "It is [1, 2]."])
def test_json_is_found_among_words(text: str) -> None:
    assert read_json(text, NUMBERS) == "[1, 2]"


@pytest.mark.parametrize("text", ["", "none", '["a"]', "[1, 2"])
def test_what_is_not_there_or_does_not_fit_is_told(text: str) -> None:
    with pytest.raises(DoesNotFit):
        read_json(text, NUMBERS)


def test_what_it_cannot_hold_is_left_out_of_what_it_gets_and_names_stay() -> None:
    schema = {
        "type": "object",
        "properties": {"not": {"type": "array", "uniqueItems": True, "items": {"multipleOf": 2}}},
        "anyOf": [{"not": {}}, {"required": ["not"]}],
        "enum": [{"uniqueItems": 1}],
    }
    assert holdable_part(schema, CARD) == {
        "type": "object",
        "properties": {"not": {"type": "array", "items": {}}},
        "anyOf": [{}, {"required": ["not"]}],
        "enum": [{"uniqueItems": 1}],
    }
