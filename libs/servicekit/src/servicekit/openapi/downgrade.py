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
_NULL: JsonSchema = {"nullable": True, "enum": [None]}
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
    lowered = _list_null(_lower_null(_flatten(lowered)))
    return _wrap_reference(lowered)


def _lower_values(schema: JsonSchema) -> None:
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    examples = schema.pop("examples", None)
    if examples:
        schema.setdefault("example", examples[0])
    if any(isinstance(value, str) and not value.isprintable() for value in schema.get("enum", ())):
        del schema["enum"]  # a name in code cannot be made of a tab
    if "enum" in schema and "type" not in schema:
        types = {type(value) for value in schema["enum"]}
        if types == {str}:
            schema["type"] = "string"


def _lower_tuple(schema: JsonSchema) -> None:
    """Describe a tuple by its length and the union of its items."""
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
        properties = {name: downgrade(child) for name, child in schema["properties"].items()}
        schema["properties"] = {name: _typed_null(child) for name, child in properties.items()}


def _typed_null(schema: Any) -> Any:
    """Add a type to a property that is always null: some generators fail on an enum of null alone."""
    if isinstance(schema, dict) and schema.get("enum") == _NULL["enum"]:
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return rest | {"type": "object", "nullable": True}
    return schema


def _flatten(schema: JsonSchema) -> JsonSchema:
    """Put the alternatives of an alternative beside it: generators name nested ones badly."""
    for key in ("anyOf", "oneOf"):
        choices = schema.get(key, ())
        if any(_is_choice_alone(choice, key) for choice in choices):
            flat = [
                one
                for choice in choices
                for one in (choice[key] if _is_choice_alone(choice, key) else [choice])
            ]
            if any(choice.get("nullable") for choice in choices if _is_choice_alone(choice, key)):
                flat.append(_NULL)
            schema = schema | {key: [one for at, one in enumerate(flat) if one not in flat[:at]]}
    return schema


def _is_choice_alone(schema: JsonSchema, key: str) -> bool:
    return key in schema and not schema.keys() & {"$ref", "allOf", "enum", "properties", "type"}


def _list_null(schema: JsonSchema) -> JsonSchema:
    """List null among the values of a nullable enum: clients refuse it otherwise."""
    if schema.get("nullable") and "enum" in schema and None not in schema["enum"]:
        return schema | {"enum": [*schema["enum"], None]}
    return schema


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
        return {key: value for key, value in schema.items() if key != "type"} | _NULL
    for key in ("anyOf", "oneOf"):
        if key in schema:
            schema = _lower_choices(schema, key)
    return schema


def _lower_choices(schema: JsonSchema, key: str) -> JsonSchema:
    choices: list[JsonSchema] = [choice for choice in schema[key] if choice != _NULL]
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
    """Keep the siblings of a reference: OpenAPI 3.0 would ignore them."""
    if "$ref" not in schema or len(schema) == 1:
        return schema
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    return rest | {"allOf": [{"$ref": schema["$ref"]}, *rest.get("allOf", ())]}
