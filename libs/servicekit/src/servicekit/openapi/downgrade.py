"""From a JSON Schema 2020-12 to the dialect of OpenAPI 3.0."""

from typing import Any

JsonSchema = dict[str, Any]
_UNKNOWN = {
    "$comment",
    "$schema",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "patternProperties",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
}
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("items", "not", "additionalProperties")


def downgrade(schema: Any) -> Any:
    """Return *schema* in the dialect of 3.0; what that cannot say is left out, never said differently."""
    if not isinstance(schema, dict):
        return {} if schema is True else schema
    lowered = {key: value for key, value in schema.items() if key not in _UNKNOWN}
    if "patternProperties" in schema:
        lowered["additionalProperties"] = True
    _lower_values(lowered)
    _lower_tuple(lowered)
    for bound in ("Minimum", "Maximum"):
        _lower_bound(lowered, f"exclusive{bound}", bound.lower())
    _lower_children(lowered)
    lowered = _lower_null(lowered)
    return _wrap_reference(lowered)


def _lower_values(schema: JsonSchema) -> None:
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    examples = schema.pop("examples", None)
    if examples:
        schema.setdefault("example", examples[0])
    if "enum" in schema and "type" not in schema:
        types = {type(value) for value in schema["enum"]}
        if types == {str}:
            schema["type"] = "string"


def _lower_tuple(schema: JsonSchema) -> None:
    """Say of a tuple its length, and that its items are one of those it lists."""
    if "prefixItems" in schema:
        items = schema.pop("prefixItems")
        choices = [item for at, item in enumerate(items) if item not in items[:at]]
        schema["items"] = choices[0] if len(choices) == 1 else {"anyOf": choices}
    elif schema.get("type") == "array":
        schema.setdefault("items", {})


def _lower_bound(schema: JsonSchema, exclusive: str, bound: str) -> None:
    limit = schema.get(exclusive)
    if limit is None:
        return
    inclusive = schema.get(bound)
    tighter = min if bound == "maximum" else max
    if inclusive is not None and tighter(inclusive, limit) == inclusive != limit:
        del schema[exclusive]
        return
    schema[bound], schema[exclusive] = limit, True


def _lower_children(schema: JsonSchema) -> None:
    for key in _LISTS:
        if key in schema:
            schema[key] = [downgrade(child) for child in schema[key]]
    for key in _SINGLE:
        if isinstance(schema.get(key), dict):
            schema[key] = downgrade(schema[key])
    if "properties" in schema:
        schema["properties"] = {name: downgrade(child) for name, child in schema["properties"].items()}


def _lower_null(schema: JsonSchema) -> JsonSchema:
    """Convert the type null, alone or among others, into `nullable`."""
    if isinstance(schema.get("type"), list):
        types = [kind for kind in schema["type"] if kind != "null"]
        nullable = {"nullable": True} if len(types) < len(schema["type"]) else {}
        rest = {key: value for key, value in schema.items() if key != "type"}
        if len(types) == 1:
            return rest | {"type": types[0]} | nullable
        return rest | {"anyOf": [{"type": kind} for kind in types]} | nullable
    if schema.get("type") == "null":
        return {key: value for key, value in schema.items() if key != "type"} | {
            "nullable": True,
            "enum": [None],
        }
    for key in ("anyOf", "oneOf"):
        if key in schema:
            schema = _lower_choices(schema, key)
    return schema


def _lower_choices(schema: JsonSchema, key: str) -> JsonSchema:
    choices: list[JsonSchema] = [
        choice for choice in schema[key] if choice != {"nullable": True, "enum": [None]}
    ]
    if len(choices) == len(schema[key]):
        return schema
    rest: JsonSchema = {name: value for name, value in schema.items() if name != key}
    if rest.get("default", "") is None:
        del rest["default"]
    if len(choices) != 1:
        return rest | {key: choices, "nullable": True}
    if "$ref" in choices[0]:
        return rest | {"allOf": choices, "nullable": True}
    return choices[0] | rest | {"nullable": True}


def _wrap_reference(schema: JsonSchema) -> JsonSchema:
    """Keep what stands beside a reference: 3.0 would ignore it."""
    if "$ref" not in schema or len(schema) == 1:
        return schema
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    return rest | {"allOf": [{"$ref": schema["$ref"]}, *rest.get("allOf", ())]}
