from collections.abc import Callable
from typing import Any

import pytest

from servicekit import FileInput, FileOutput, RequestBody, RequestForm, operation
from servicekit.openapi.requests import ReservedField

Document = dict[str, Any]
Find = Callable[[str], Document]


def named(parameters: list[Document]) -> dict[str, Document]:
    """Return the operation's own parameters by name; those of jobs and repeats are references."""
    return {parameter["name"]: parameter for parameter in parameters if "$ref" not in parameter}


def test_json_request_refers_to_its_model_and_has_an_example(document: Document, find: Find) -> None:
    content = find("measure_lamp")["requestBody"]["content"]
    assert content == {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/MeasureRequest"},
            "example": {"title": "flux", "lamp": {"lumens": 5}},
        }
    }
    assert document["components"]["schemas"]["MeasureRequest"]["additionalProperties"] is False


def test_file_in_json_is_a_reference(document: Document) -> None:
    form = document["components"]["schemas"]["StampForm"]
    assert form["properties"]["document"] == {"$ref": "#/components/schemas/FileReference"}


def test_multipart_has_binary_files_and_text_fields(find: Find) -> None:
    media = find("stamp_document")["requestBody"]["content"]["multipart/form-data"]
    assert media["schema"]["required"] == ["document", "text"]
    assert media["schema"]["properties"] == {
        "document": {"type": "string", "format": "binary", "x-max-bytes": 1000},
        "text": {"type": "string", "description": "What is stamped."},
        "opacity": {"type": "number"},
        "pages": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"type": "array", "items": {"type": "integer"}, "default": []},
        },
        "tags": {"type": "array", "items": {"type": "string"}, "default": []},
        "lamp": {"$ref": "#/components/schemas/Lamp"},
    }
    assert media["encoding"] == {
        "document": {"contentType": "application/pdf, application/octet-stream"},
        "lamp": {"contentType": "application/json"},
    }


def test_list_of_files_is_an_array_of_binaries(find: Find) -> None:
    content = find("join_parts")["requestBody"]["content"]
    assert list(content) == ["application/json", "multipart/form-data"]
    assert content["multipart/form-data"]["schema"]["properties"]["parts"] == {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "minItems": 2,
        "description": "In order.",
    }


def test_raw_body_takes_the_other_fields_in_the_query_and_requires_none(find: Find) -> None:
    stamped = find("stamp_document")
    assert "application/octet-stream" in stamped["requestBody"]["content"]
    found = named(stamped["parameters"])
    assert list(found) == ["output", "text", "opacity", "pages", "tags", "lamp"]
    assert not any(parameter["required"] for parameter in found.values())
    assert found["text"]["description"] == "Only with a raw body, required with it. What is stamped."
    assert found["pages"]["description"] == "Only with a raw body, optional, default []."
    assert found["lamp"]["schema"] == {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"$ref": "#/components/schemas/Lamp"},
    }


def test_form_filled_in_from_the_document_sends_no_parameter_of_the_raw_body(find: Find) -> None:
    raw = [one for one in find("stamp_document")["parameters"] if "x-raw-body-only" in one]
    assert len(raw) == 5
    assert not any("default" in parameter["schema"] for parameter in raw)


def test_get_takes_path_and_query_with_examples(find: Find) -> None:
    listed = find("list_ticks")
    found = named(listed["parameters"])
    assert found["name"] == {
        "name": "name",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "maxLength": 20},
        "example": "main",
    }
    assert found["limit"]["example"] == 5
    assert found["color"]["schema"] == {"$ref": "#/components/schemas/Color"}
    assert found["sizes"]["content"]["application/json"]["schema"]["type"] == "array"
    assert "requestBody" not in listed
    assert listed["security"] == []


class Rename(RequestBody):
    to: str


@operation("/keys/{name}/rename", example={"name": "main", "to": "spare"})
def rename_key(request: Rename, name: str) -> Rename:
    return Rename(to=name + request.to)


def test_example_is_divided_between_path_and_body(describing: Any) -> None:
    described = describing(rename_key)["paths"]["/api/v1/sample/keys/{name}/rename"]["post"]
    assert described["parameters"][0]["example"] == "main"
    assert described["requestBody"]["content"]["application/json"]["example"] == {"to": "spare"}


class Wish(RequestBody):
    text: str = "a"


@operation("/wish", example={})
def grant_wish(request: Wish) -> Wish:
    return request


def test_body_is_required_where_a_field_is(describing: Any, find: Find) -> None:
    assert find("measure_lamp")["requestBody"]["required"] is True
    assert find("stamp_document")["requestBody"]["required"] is True
    assert describing(grant_wish)["paths"]["/api/v1/sample/wish"]["post"]["requestBody"]["required"] is False


class OutputForm(RequestForm):
    output: str
    file: FileInput


@operation("/reserved", example={})
def answer_file(form: OutputForm) -> FileOutput:
    return FileOutput(form.output.encode())


def test_field_named_output_is_refused_beside_a_file_answer(describing: Any) -> None:
    with pytest.raises(ReservedField, match="output"):
        describing(answer_file)
