import json
from collections.abc import Callable
from typing import Any

from openapi_spec_validator import validate

Document = dict[str, Any]
Find = Callable[[str], Document]


def test_document_is_valid_openapi(document: Document) -> None:
    validate(document)
    assert document["openapi"] == "3.1.1"
    assert document["info"] == {
        "title": "FlowForge Sample",
        "version": "1.2.3",
        "description": "Samples.",
        "contact": {"name": "The operator of this server"},
        "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
    }


def test_headers_are_described_where_they_are_used(document: Document) -> None:
    told = json.dumps(document["paths"])
    assert "RequestId" in document["components"]["headers"]
    for name in document["components"]["headers"]:
        assert f"#/components/headers/{name}" in told


def test_operation_is_described_by_its_docstring(find: Find) -> None:
    stamped = find("stamp_document")
    assert stamped["summary"] == "Stamp a text on every page"
    assert stamped["description"] == "The text is scaled to the page."
    assert stamped["tags"] == ["sample"]
    assert (stamped["x-cost"], stamped["x-deadline-seconds"], stamped["x-max-bytes"]) == (3, 25.0, 5000)


def test_what_an_example_needs_is_told(find: Find) -> None:
    assert find("remove_key")["description"].endswith("The example needs a key of that name.")
    assert find("remove_key")["x-example-needs"] == "a key of that name"
    assert "x-example-needs" not in find("stamp_document")


def test_operation_without_docstring_is_described_by_its_module(find: Find) -> None:
    measured = find("measure_lamp")
    assert measured["summary"] == "Operations that use everything a document must describe"
    assert measured["description"] == "This is the description of those that have no docstring of their own."
