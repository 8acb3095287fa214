"""Generate the types of the Python client with datamodel-code-generator: what goes in, and what comes out."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from flowforge_specification import Document
from tools.sdk.surface import FILE, Group, closure

_COMMON = (
    "--input-file-type=openapi",
    "--target-python-version=3.11",
    "--enum-field-as-literal=all",
    "--use-standard-collections",
    "--use-union-operator",
    "--use-schema-description",
    "--use-field-description",
    "--disable-timestamp",
    "--formatters=builtin",
)
_INPUT = ("--output-model-type=typing.TypedDict",)
_RESULT = (
    "--output-model-type=pydantic_v2.BaseModel",
    "--base-class=flowforge._models.Model",
    "--snake-case-field",
)
# What the server checks: a client that checks too refuses what a newer server allows.
_BOUNDS = {
    "additionalProperties",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "maxProperties",
    "minProperties",
    "pattern",
    "multipleOf",
    "uniqueItems",
    "examples",
    "format",
    "propertyNames",
    "patternProperties",
}


def input_types(document: Document, service: Group) -> str:
    """Return the module of the TypedDicts that the operations of *service* take inside their fields."""
    nodes = [one.schema for method in service.every() for one in method.fields]
    text = _generated(_part(document, nodes), *_INPUT)
    text = re.sub(rf"class {FILE}\(TypedDict\):\n(?:[ \n].*?)?(?=\n\n\S)", "", text, flags=re.DOTALL)
    return text.replace(FILE, "FileInput").replace(
        "from typing_extensions import TypedDict",
        "from typing_extensions import TypedDict\n\nfrom flowforge._files import FileInput",
    )


def result_models(document: Document, service: Group) -> str:
    """Return the module of the models that the operations of *service* answer."""
    nodes = [node for method in service.every() for node in (method.result, method.event) if node]
    return _generated(_part(document, nodes), *_RESULT)


def _part(document: Document, nodes: list[Any]) -> Document:
    schemas = document["components"]["schemas"]
    used = closure(document, nodes)
    plain = {name for name in used if "enum" in schemas[name]}
    kept = {name: _loose(schemas[name], schemas, plain) for name in sorted(used - plain)}
    return {"openapi": "3.1.0", "info": {"title": "part", "version": "1"}, "paths": {}} | {
        "components": {"schemas": kept}
    }


def _loose(node: Any, schemas: Document, plain: set[str]) -> Any:
    """Return *node* without bounds, and with choices of values in place of references to them."""
    if isinstance(node, list):
        return [_loose(one, schemas, plain) for one in node]
    if not isinstance(node, dict):
        return node
    name = str(node.get("$ref", "")).rpartition("/")[2]
    if name in plain:
        return {"enum": schemas[name]["enum"], "type": "string"} | {
            key: value for key, value in node.items() if key == "description"
        }
    return {
        key: {field: _loose(one, schemas, plain) for field, one in value.items()}
        if key == "properties"
        else _loose(value, schemas, plain)
        for key, value in node.items()
        if key not in _BOUNDS or _is_map(node, key)
    }


def _is_map(node: Document, key: str) -> bool:
    """Keep `additionalProperties` where it describes the values of a map."""
    return key == "additionalProperties" and isinstance(node[key], dict) and not node.get("properties")


def _generated(part: Document, *options: str) -> str:
    if not part["components"]["schemas"]:
        return "from __future__ import annotations\n"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "part.json", Path(folder) / "part.py"
        source.write_text(json.dumps(part), encoding="utf-8")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "datamodel_code_generator",
                *_COMMON,
                *options,
                f"--input={source}",
                f"--output={target}",
            ],
            check=True,
        )
        return target.read_text(encoding="utf-8")
