"""Write a JSON Schema as a Python annotation."""

from typing import Any

from flowforge_specification import Document
from tools.sdk.surface import FILE

_SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def annotation(schema: Document, document: Document) -> str:
    """Return what a caller may give for *schema*; objects with names are TypedDicts of the module `types`."""
    if "$ref" in schema:
        return _reference(schema["$ref"].rpartition("/")[2], document)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return _union([annotation(one, document) for one in schema[key]])
    if "const" in schema:
        return f"Literal[{schema['const']!r}]"
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    return _typed(schema, document)


def _reference(name: str, document: Document) -> str:
    target = document["components"]["schemas"][name]
    if name == FILE:
        return "FileInput"
    return f"types.{name}" if target.get("properties") else annotation(target, document)


def _union(choices: list[str]) -> str:
    kept = [one for one in dict.fromkeys(choices) if one != "None"]
    return " | ".join(["Any"] if "Any" in kept else kept) or "None"


def _typed(schema: Document, document: Document) -> str:
    kind: Any = schema.get("type")
    if kind == "array":
        if "prefixItems" in schema or "items" not in schema:
            return "Sequence[Any]"
        return f"Sequence[{annotation(schema['items'], document)}]"
    if kind == "object":
        values = schema.get("additionalProperties")
        inner = annotation(values, document) if isinstance(values, dict) and values else "Any"
        return f"Mapping[str, {inner}]"
    return _SIMPLE.get(kind, "Any") if isinstance(kind, str) else "Any"
