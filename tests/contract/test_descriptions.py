"""Every property of every request and answer in the specification has a description."""

from collections.abc import Iterator
from typing import Any

import pytest
from tools.repository import Service, services

from servicekit.openapi import generator_profile

Node = dict[str, Any]
_REFERENCE = "#/components/schemas/"
_VALUES = {"example", "examples", "default", "const", "enum"}
each_service = pytest.mark.parametrize("service", services(), ids=lambda service: service.package)


def undescribed(document: Node) -> Iterator[str]:
    """Yield the operation and the JSON pointer of each property without a description."""
    seen: set[str] = set()
    for path, methods in document["paths"].items():
        for method, described in methods.items():
            if "operationId" in described:
                start = f"#/paths/{_escaped(path)}/{method}"
                for pointer in _bare(described, start, document["components"]["schemas"], seen):
                    yield f"{described['operationId']}: {pointer}"


def _bare(node: Any, pointer: str, schemas: Node, seen: set[str]) -> Iterator[str]:
    """Yield the pointers of bare properties in *node*, and in components that were not *seen* before."""
    for place, child in _children(node, pointer):
        if place.endswith("/$ref") and isinstance(child, str):
            if child.startswith(_REFERENCE) and child not in seen:
                seen.add(child)
                yield from _bare(schemas[child.removeprefix(_REFERENCE)], child, schemas, seen)
        elif place.endswith("/properties"):
            for name, schema in child.items():
                if not schema.get("description"):
                    yield f"{place}/{_escaped(name)}"
                yield from _bare(schema, f"{place}/{_escaped(name)}", schemas, seen)
        else:
            yield from _bare(child, place, schemas, seen)


def _children(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        yield from ((f"{pointer}/{_escaped(key)}", node[key]) for key in node.keys() - _VALUES)
    elif isinstance(node, list):
        yield from ((f"{pointer}/{index}", item) for index, item in enumerate(node))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


@each_service
def test_every_property_is_described(service: Service) -> None:
    assert not list(undescribed(service.application.openapi()))


@each_service
def test_every_property_is_described_in_the_profile_for_generators(service: Service) -> None:
    assert not list(undescribed(generator_profile(service.application.openapi())))


def test_a_missing_description_is_named_with_its_operation() -> None:
    bare = {"type": "object", "properties": {"a/b": {"type": "string"}}}
    body = {"content": {"application/json": {"schema": {"$ref": f"{_REFERENCE}Bare"}}}}
    document = {
        "paths": {"/x": {"post": {"operationId": "math.x", "requestBody": body}}},
        "components": {"schemas": {"Bare": bare}},
    }
    assert list(undescribed(document)) == ["math.x: #/components/schemas/Bare/properties/a~1b"]
