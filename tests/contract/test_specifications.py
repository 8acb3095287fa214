"""Both documents of every service are such that generated clients compile, and know what they may get."""

from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate
from tools.repository import Service, services

from servicekit.openapi import generator_profile

Node = dict[str, Any]
SERVICES = services()
EVERYWHERE = {"401", "403", "413", "429", "502", "503", "504"}
each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.package)


def nodes(node: Any) -> Iterator[Node]:
    """Yield every object of a document but those in examples."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in ("example", "examples"):
                yield from nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


def operations(document: Node) -> Iterator[Node]:
    for methods in document["paths"].values():
        yield from (described for described in methods.values() if "operationId" in described)


@each_service
def test_the_profile_says_nothing_that_generators_stumble_over(service: Service) -> None:
    profile = generator_profile(service.application.openapi())
    validate(profile)
    for node in nodes(profile):
        for key in ("anyOf", "oneOf"):
            choices = node.get(key)
            if isinstance(choices, list):
                assert not [one for one in choices if key in one and "properties" not in one], node
        values = node.get("enum")
        if isinstance(values, list):
            assert node.get("nullable") is not True or None in values, node
            assert values != [None], node
            assert all(value.isprintable() for value in values if isinstance(value, str)), node
        assert node.get("type") != "array" or "items" in node, node


@each_service
def test_failures_are_described_at_every_operation(service: Service) -> None:
    """Those of the gateway too; each with the codes that the operation can answer under its status."""
    for described in operations(service.application.openapi()):
        responses = described["responses"]
        assert responses.keys() >= EVERYWHERE, described["operationId"]
        for status, response in responses.items():
            if status >= "400":
                media = response["content"]["application/json"]
                codes = media["schema"].get("allOf", [{}, {}])[1].get("properties", {})
                if codes:
                    values = codes["error"]["properties"]["code"]["enum"]
                    assert values == list(media["examples"]), (described["operationId"], status)


@each_service
def test_an_upload_has_fields_for_an_id_and_a_url_beside_it(service: Service) -> None:
    for described in operations(generator_profile(service.application.openapi())):
        content = described.get("requestBody", {}).get("content", {})
        schema = content.get("multipart/form-data", {}).get("schema", {})
        for name, part in schema.get("properties", {}).items():
            if part.get("format") == "binary":
                assert {f"{name}_id", f"{name}_url"} <= schema["properties"].keys()
                assert name not in schema.get("required", ())


def test_shared_choices_are_one_schema() -> None:
    (image,) = (service for service in SERVICES if service.name == "image")
    schemas = image.application.openapi()["components"]["schemas"]
    assert {"png", "webp", "avif"} <= set(schemas["ImageFormat"]["enum"])
