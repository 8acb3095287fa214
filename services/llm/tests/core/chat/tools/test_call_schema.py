import pytest

from flowforge_llm.core.apis.openai.messages import FunctionDeclaration
from flowforge_llm.core.chat.structured.schemas import DoesNotFit, check_schema, validate
from flowforge_llm.core.chat.tools.call_schema import call_schema

TREE = {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#"}}}}
CITY = {
    "type": "object",
    "properties": {"city": {"$ref": "#/$defs/city"}},
    "required": ["city"],
    "$defs": {"city": {"enum": ["Paris", "Oslo"]}},
}
FUNCTIONS = [
    FunctionDeclaration(name="get_weather", parameters=CITY),
    FunctionDeclaration(name="plant", parameters=TREE),
    FunctionDeclaration(name="now"),
]


def test_each_call_has_its_own_arguments_with_references_that_still_lead_somewhere() -> None:
    schema = call_schema(FUNCTIONS, {"type": "string"})
    check_schema(schema, "tools")
    for fitting in (
        {"tool": "get_weather", "arguments": {"city": "Oslo"}},
        {"tool": "plant", "arguments": {"children": [{"children": []}]}},
        {"tool": "now", "arguments": {}},
        {"answer": "It rains."},
    ):
        validate(fitting, schema)
    for misfit in (
        {"tool": "get_weather", "arguments": {"city": "Rome"}},
        {"tool": "plant", "arguments": {"children": [1]}},
        {"tool": "now", "arguments": {"zone": "UTC"}},
        {"tool": "sell", "arguments": {}},
        {"answer": 3},
    ):
        with pytest.raises(DoesNotFit):
            validate(misfit, schema)


def test_without_an_answer_a_call_must_be_made() -> None:
    with pytest.raises(DoesNotFit):
        validate({"answer": "no"}, call_schema(FUNCTIONS[:1], None))
