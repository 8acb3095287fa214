"""The input schema of a tool: one JSON Schema object that needs no document around it."""

import json
from typing import Any

from flowforge_agents.operations import Entry

_FROM, _TO = "#/components/schemas/", "#/$defs/"
_FILE = {
    "type": "object",
    "description": "A file: its address, or the id of a kept file. Not its content.",
    "properties": {"url": {"type": "string"}, "file_id": {"type": "string"}},
    "additionalProperties": False,
}


def input_schema(entry: Entry) -> dict[str, Any]:
    """Return the schema of an operation's input: its body, with the parameters of path and query."""
    definitions: dict[str, dict[str, Any]] = {
        name: _FILE if _is_file(one) else one for name, one in entry["schemas"].items()
    }
    body: dict[str, Any] = entry["schema"] or {}
    if "$ref" in body:
        found: dict[str, Any] = definitions[body["$ref"].rpartition("/")[2]]
        body = found
    properties = dict(body.get("properties", {}))
    required = list(body.get("required", []))
    for parameter in entry["parameters"]:
        name = parameter["name"]
        if name in properties or (name == "output" and parameter["in"] == "query"):
            continue
        described = {"description": parameter["description"]} if parameter.get("description") else {}
        properties[name] = parameter.get("schema", {}) | described
        required += [name] if parameter.get("required") else []
    schema = {"type": "object", "properties": properties, "required": required}
    used = _used(schema, definitions)
    whole = schema | ({"$defs": {name: definitions[name] for name in sorted(used)}} if used else {})
    moved: dict[str, Any] = json.loads(json.dumps(whole).replace(_FROM, _TO))
    return moved


def _is_file(schema: dict[str, Any]) -> bool:
    properties: dict[str, Any] = schema.get("properties", {})
    return {"base64", "url", "file_id"} <= properties.keys()


def _used(schema: dict[str, Any], definitions: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting = [json.dumps(schema)]
    while waiting:
        pieces = waiting.pop().split(_FROM)[1:]
        names = {piece.partition('"')[0] for piece in pieces} & definitions.keys() - found
        found |= names
        waiting += [json.dumps(definitions[name]) for name in names]
    return found
