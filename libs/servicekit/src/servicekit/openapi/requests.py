"""What a request may be: parameters of path and query, JSON, multipart, or the file itself."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import orjson

from servicekit.http.endpoints.endpoint import Endpoint, FileField
from servicekit.openapi.headers import header_schema
from servicekit.openapi.schemas import JsonSchema, Schemas, without_null
from servicekit.operations.results import OutputOption

BINARY: JsonSchema = {"type": "string", "format": "binary"}
RAW_ONLY = "x-raw-body-only"
OUTPUT = "output"
_SCALARS = {"string", "integer", "number", "boolean"}


class ReservedField(ValueError):
    """A request model has a field whose name the kit needs as a query parameter."""


def parameters(endpoint: Endpoint, schemas: Schemas) -> list[JsonSchema]:
    """Return the path and query parameters of an operation."""
    found = [
        _path_parameter(name, schemas[f"{endpoint.operation_id} {name}"], _examples(endpoint))
        for name in endpoint.path_parameters
    ]
    found += _header_parameters(endpoint)
    if endpoint.dependencies is not None:
        found += endpoint.dependencies.described()
    if endpoint.has_output_option:
        if endpoint.form is not None and OUTPUT in endpoint.form.model_fields:
            raise ReservedField(f"{endpoint.operation_id}: a field cannot be named '{OUTPUT}'")
        found.append(_output_parameter())
    if endpoint.reads_query:
        found += _query_parameters(endpoint, schemas)
    elif endpoint.takes_raw_body:
        found += _raw_parameters(endpoint, schemas)
    return found


def request_body(endpoint: Endpoint, schemas: Schemas) -> JsonSchema | None:
    """Return the request body in all its encodings, or None if the operation takes none."""
    if endpoint.stream is not None:
        accepted = endpoint.stream[1].media_types or ("application/octet-stream",)
        return {"required": True, "content": {kind: {"schema": BINARY} for kind in accepted}}
    if endpoint.form is None or endpoint.reads_query:
        return None
    json_body = {"schema": schemas[endpoint.operation_id], "example": _body_example(endpoint)}
    content: JsonSchema = {"application/json": json_body}
    if endpoint.files:
        content["multipart/form-data"] = _multipart(endpoint, schemas)
    if endpoint.takes_raw_body:
        content["application/octet-stream"] = {"schema": BINARY}
    needed = bool(endpoint.files or schemas.resolve(schemas[endpoint.operation_id]).get("required"))
    return {"required": needed, "content": content}


def _examples(endpoint: Endpoint) -> Mapping[str, Any]:
    example = endpoint.operation.example
    return example if isinstance(example, Mapping) else {}


def _body_example(endpoint: Endpoint) -> object:
    """Return the example without the path parameters."""
    example = endpoint.operation.example
    if not isinstance(example, Mapping) or endpoint.form is None:
        return example
    in_path = endpoint.path_parameters.keys() - endpoint.form.model_fields.keys()
    return {name: value for name, value in example.items() if name not in in_path}


def _path_parameter(name: str, schema: JsonSchema, examples: Mapping[str, Any]) -> JsonSchema:
    parameter = {"name": name, "in": "path", "required": True, "schema": schema}
    return parameter | ({"example": examples[name]} if name in examples else {})


def _header_parameters(endpoint: Endpoint) -> Iterator[JsonSchema]:
    if endpoint.headers_parameter is None:
        return
    document = endpoint.headers_parameter[1].model_json_schema(by_alias=True)
    for name, schema in document["properties"].items():
        required = name in document.get("required", ())
        described = {"description": schema["description"]} if "description" in schema else {}
        examples = schema.get("examples", ())
        yield {
            "name": name,
            "in": "header",
            "required": required,
            "schema": header_schema(schema),
            **({"example": examples[0]} if examples else {}),
            **described,
        }


def _output_parameter() -> JsonSchema:
    return {
        "name": OUTPUT,
        "in": "query",
        "required": False,
        "description": "How the result comes: its bytes, base64 in JSON, or the address of a stored file.",
        "schema": {"type": "string", "enum": list(get_args(OutputOption)), "default": "binary"},
    }


def _query_parameters(endpoint: Endpoint, schemas: Schemas) -> Iterator[JsonSchema]:
    examples = _examples(endpoint)
    for name, schema, required in _fields(endpoint, schemas):
        parameter = _query_parameter(name, schema, endpoint.kinds[name], schemas)
        if name in examples:
            parameter["example"] = examples[name]
        yield parameter | {"required": required}


def _raw_parameters(endpoint: Endpoint, schemas: Schemas) -> Iterator[JsonSchema]:
    """Yield the fields beside the raw file, as parameters that other encodings do not send.

    They are not required, and their defaults are in the description only: forms made from the document would
    send them.
    """
    for name, schema, required in _fields(endpoint, schemas):
        if name != endpoint.files[0].name:
            yield _raw_parameter(name, without_null(schema), endpoint.kinds[name], schemas, required=required)


def _raw_parameter(
    name: str, schema: JsonSchema, kind: str, schemas: Schemas, *, required: bool
) -> JsonSchema:
    need = "required with it" if required else "optional"
    if "default" in schema:
        need += f", default {orjson.dumps(schema.pop('default')).decode()}"
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": f"Only with a raw body, {need}. {schema.pop('description', '')}".strip(),
        "schema": _json_text(schema) if _is_json_text(schema, kind, schemas) else schema,
        RAW_ONLY: True,
    }


def _query_parameter(name: str, schema: JsonSchema, kind: str, schemas: Schemas) -> JsonSchema:
    schema = without_null(schema)
    parameter: JsonSchema = {"name": name, "in": "query"}
    if description := schema.pop("description", None):
        parameter["description"] = description
    if _is_json_text(schema, kind, schemas):
        return parameter | {"content": {"application/json": {"schema": schema}}}
    return parameter | {"schema": schema}


def _multipart(endpoint: Endpoint, schemas: Schemas) -> JsonSchema:
    files = {field.name: field for field in endpoint.files}
    properties: JsonSchema = {}
    encoding: JsonSchema = {}
    required = []
    for name, schema, needed in _fields(endpoint, schemas):
        if name in files:
            properties[name] = _file_part(files[name], without_null(schema))
            if accepted := files[name].rule.media_types:
                encoding[name] = {"contentType": ", ".join((*accepted, "application/octet-stream"))}
        else:
            properties[name] = _text_part(without_null(schema), endpoint.kinds[name], schemas)
            if schemas.resolve(properties[name]).get("type") == "object":
                encoding[name] = {"contentType": "application/json"}
        required += [name] if needed else []
    form = {"type": "object", "properties": properties, "additionalProperties": False}
    media: JsonSchema = {"schema": form | ({"required": required} if required else {})}
    return media | ({"encoding": encoding} if encoding else {})


def _file_part(field: FileField, schema: JsonSchema) -> JsonSchema:
    kept = {key: schema[key] for key in ("description", "minItems", "maxItems") if key in schema}
    limit = {} if field.rule.max_bytes is None else {"x-max-bytes": field.rule.max_bytes}
    if field.many:
        return {"type": "array", "items": BINARY} | kept | limit
    return BINARY | kept | limit


def _text_part(schema: JsonSchema, kind: str, schemas: Schemas) -> JsonSchema:
    """Describe a form field: an object is a JSON part; an array of anything but text is one JSON text."""
    if not _is_json_text(schema, kind, schemas) or schemas.resolve(schema).get("type") == "object":
        return schema
    kept = {key: schema.pop(key) for key in ("description",) if key in schema}
    return _json_text(schema) | kept


def _json_text(schema: JsonSchema) -> JsonSchema:
    return {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}


def _is_json_text(schema: JsonSchema, kind: str, schemas: Schemas) -> bool:
    return kind == "json" and schemas.resolve(schema).get("type") not in _SCALARS


def _fields(endpoint: Endpoint, schemas: Schemas) -> Iterator[tuple[str, JsonSchema, bool]]:
    if endpoint.form is None:
        return
    model = schemas.resolve(schemas[endpoint.operation_id])
    for name, schema in model.get("properties", {}).items():
        yield name, dict(schema), name in model.get("required", ())
