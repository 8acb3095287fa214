"""The alternatives of a schema, each of one type."""

from collections.abc import Iterator, Sequence
from typing import Any

from flowforge_specification import Document

Node = dict[str, Any]
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
_WORDS = {"description", "title", "default", "example", "examples", "discriminator"}


def alternatives(document: Document, schema: Node) -> Iterator[Node]:
    """Yield what *schema* may be: the branches of anyOf and oneOf, and each of several types, flat."""
    if "$ref" in schema:
        kind, name = schema["$ref"].removeprefix("#/components/").split("/")
        yield from alternatives(document, document["components"][kind][name])
        return
    for key in ("anyOf", "oneOf"):
        if key in schema:
            for branch in schema[key]:
                yield from alternatives(document, branch)
            return
    if "allOf" in schema:
        yield _merged(document, schema)
    elif isinstance(schema.get("type"), list):
        yield from ({**schema, "type": kind} for kind in schema["type"])
    else:
        yield schema


def values_of(schema: Node) -> Sequence[object] | None:
    """Return the values that *schema* lists; None if it lists none."""
    if "const" in schema:
        return [schema["const"]]
    listed: Sequence[object] | None = schema.get("enum")
    return listed


def are_alike(one: Node, other: Node, *, sent: bool) -> bool:
    """Return whether two alternatives are of one kind, so that their parts can be compared.

    An integer is a number: a request may be widened to numbers, an answer narrowed to integers.
    """
    kinds, others = _types(one), _types(other)
    if not kinds:
        return sent or not others
    if not others:
        return not sent
    return kinds == others or (kinds == {"number"} and others == {"integer"})


def _types(schema: Node) -> set[str]:
    if "type" in schema:
        return {schema["type"]}
    return {_TYPES[type(value)] for value in values_of(schema) or ()}


def _merged(document: Document, schema: Node) -> Node:
    """Return one schema with the properties of all parts of `allOf`."""
    made: Node = {key: value for key, value in schema.items() if key != "allOf" and key not in _WORDS}
    for part in schema["allOf"]:
        for one in alternatives(document, part):
            properties = made.get("properties", {}) | one.get("properties", {})
            required = [*made.get("required", ()), *one.get("required", ())]
            made = made | one
            made |= {"properties": properties} if properties else {}
            made |= {"required": required} if required else {}
    return made
