"""The schema of what a model may answer when it has tools."""

from collections.abc import Mapping, Sequence
from typing import Any

from flowforge_llm.core.apis.openai.messages import FunctionDeclaration

NOTHING: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}


def call_schema(functions: Sequence[FunctionDeclaration], answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the schema of one call of *functions*, or of an answer that fits *answer* where it is given."""
    shelf: dict[str, Any] = {}
    options = [_call(function, number, shelf) for number, function in enumerate(functions)]
    if answer is not None:
        options.append(_object({"answer": _moved(answer, "answer", shelf)}))
    whole = {"anyOf": options} if len(options) > 1 else dict(options[0])
    return {**whole, "$defs": shelf} if shelf else whole


def _call(function: FunctionDeclaration, number: int, shelf: dict[str, Any]) -> dict[str, Any]:
    parameters = function.parameters or NOTHING
    if "type" not in parameters and "$ref" not in parameters:
        parameters = {"type": "object", **parameters}
    arguments = _moved(parameters, f"arguments_{number}", shelf)
    return _object({"tool": {"const": function.name}, "arguments": arguments})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _moved(schema: Mapping[str, Any], name: str, shelf: dict[str, Any]) -> Mapping[str, Any]:
    """Return *schema* for use inside another: one that refers to itself is shelved under a name."""
    plain = {key: value for key, value in schema.items() if key != "$schema"}
    place = f"#/$defs/{name}"
    moved = _rebased(plain, place)
    if moved == plain:
        return plain
    shelf[name] = moved
    return {"$ref": place}


def _rebased(value: Any, place: str) -> Any:
    if isinstance(value, list):
        return [_rebased(one, place) for one in value]
    if not isinstance(value, Mapping):
        return value
    rebased = {key: _rebased(one, place) for key, one in value.items()}
    reference = value.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        rebased["$ref"] = place + reference[1:]
    return rebased
