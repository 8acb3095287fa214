from html.parser import HTMLParser
from typing import Any

import pytest

from servicekit.openapi import docs_page
from servicekit.openapi.page_schemas import describe_type, field_list

Document = dict[str, Any]


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.found if name == tag]


@pytest.fixture(name="page")
def make_page(document: Document) -> str:
    return docs_page(document, "/api/v1/sample/openapi.json").decode()


@pytest.fixture(name="elements")
def read_page(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    return elements


def test_page_has_no_script_and_loads_nothing(elements: Elements) -> None:
    assert elements.of("script") == []
    assert [given["href"] for given in elements.of("link")] == ["data:,"]
    assert not [name for _, given in elements.found for name in given if name == "src"]


def test_every_operation_is_shown_with_its_address(document: Document, page: str, elements: Elements) -> None:
    assert "<title>FlowForge Sample</title>" in page
    shown = {given.get("id") for given in elements.of("details")}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["operationId"] in shown
            assert f"<code>{method.upper()} {path}</code>" in page


def test_every_link_leads_somewhere(document: Document, elements: Elements) -> None:
    ids = {f"#{given['id']}" for _, given in elements.found if "id" in given}
    targets = {given["href"] for given in elements.of("a")}
    assert targets <= ids | {"/api/v1/sample/openapi.json"}
    assert {f"#{name}" for name in document["components"]["schemas"]} <= ids


def test_what_is_text_stays_text(document: Document) -> None:
    document["info"] |= {"title": "A & B", "description": "<script>alert(1)</script>"}
    page = docs_page(document, '"><script>').decode()
    assert "<title>A &amp; B</title>" in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, "integer, at least 1, at most 9"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 2}, "list of string, at most 2 items"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string"),
        ({"anyOf": [{"type": "string"}, {"type": "number"}]}, "string or number"),
        ({"type": "string", "enum": ["a", "<b>"]}, "<code>a</code> <code>&lt;b&gt;</code>"),
        ({"const": 1}, "<code>1</code>"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "map of number"),
        ({"$ref": "#/components/schemas/Lamp"}, '<a href="#Lamp">Lamp</a>'),
        ({}, "any"),
    ],
)
def test_a_type_is_told_in_words(schema: Document, told: str) -> None:
    assert describe_type(schema) == told


def test_long_lists_of_values_are_cut() -> None:
    assert describe_type({"enum": list(range(33))}).endswith("<code>29</code> and 3 more")


def test_fields_are_told_with_default_and_need() -> None:
    schema = {
        "properties": {
            "width": {"type": "integer", "description": "In pixels."},
            "fit": {"type": "string", "default": "cover"},
        },
        "required": ["width"],
    }
    told = field_list(schema)
    assert "<code>width</code> <small>required</small> <small>integer</small></dt><dd>In pixels.</dd>" in told
    assert "<small>string, default <code>&quot;cover&quot;</code></small>" in told
    assert field_list({"type": "string"}) == ""
