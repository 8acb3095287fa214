from typing import Any

import pytest
from openapi_spec_validator import validate
from pydantic import BaseModel, computed_field

from servicekit import FileInput, FileOutput, InvalidInput, RequestBody, RequestForm, operation
from servicekit.openapi.requests import ReservedField
from servicekit.openapi.schemas import SchemaNameClash

Document = dict[str, Any]


class Word(RequestBody):
    text: str


def the(document: Document, operation_id: str) -> Document:
    found: list[Document] = [
        described
        for methods in document["paths"].values()
        for described in methods.values()
        if described["operationId"] == f"sample.{operation_id}"
    ]
    assert len(found) == 1
    return found[0]


def named(parameters: list[Document]) -> dict[str, Document]:
    return {parameter["name"]: parameter for parameter in parameters}


def test_document_is_valid_openapi(document: Document) -> None:
    validate(document)
    assert document["openapi"] == "3.1.1"
    assert document["info"] == {"title": "FlowForge Sample", "version": "1.2.3", "description": "Samples."}


def test_operation_is_described_by_its_docstring(document: Document) -> None:
    stamped = the(document, "stamp_document")
    assert stamped["summary"] == "Stamp a text on every page"
    assert stamped["description"] == "The text is scaled to the page."
    assert stamped["tags"] == ["sample"]
    assert (stamped["x-cost"], stamped["x-deadline-seconds"], stamped["x-max-bytes"]) == (3, 25.0, 5000)


def test_operation_without_docstring_is_described_by_its_module(document: Document) -> None:
    measured = the(document, "measure_lamp")
    assert measured["summary"] == "Operations that use everything a document must describe"
    assert measured["description"] == "This is the description of those that have no docstring of their own."


def test_json_request_refers_to_its_model_and_has_an_example(document: Document) -> None:
    content = the(document, "measure_lamp")["requestBody"]["content"]
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


def test_multipart_has_binary_files_and_text_fields(document: Document) -> None:
    media = the(document, "stamp_document")["requestBody"]["content"]["multipart/form-data"]
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


def test_list_of_files_is_an_array_of_binaries(document: Document) -> None:
    content = the(document, "join_parts")["requestBody"]["content"]
    assert list(content) == ["application/json", "multipart/form-data"]
    assert content["multipart/form-data"]["schema"]["properties"]["parts"] == {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "minItems": 2,
        "description": "In order.",
    }


def test_raw_body_takes_the_other_fields_in_the_query_and_requires_none(document: Document) -> None:
    stamped = the(document, "stamp_document")
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


def test_form_filled_in_from_the_document_sends_no_parameter_of_the_raw_body(document: Document) -> None:
    raw = [one for one in the(document, "stamp_document")["parameters"] if "x-raw-body-only" in one]
    assert len(raw) == 5
    assert not any("default" in parameter["schema"] for parameter in raw)


def test_get_takes_path_and_query_with_examples(document: Document) -> None:
    listed = the(document, "list_ticks")
    found = named(listed["parameters"])
    assert found["name"] == {
        "name": "name",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "maxLength": 20},
        "example": "main",
    }
    assert found["limit"]["example"] == 5
    assert found["colour"]["schema"] == {"$ref": "#/components/schemas/Colour"}
    assert found["sizes"]["content"]["application/json"]["schema"]["type"] == "array"
    assert "requestBody" not in listed
    assert listed["security"] == []


def test_file_answer_is_bytes_or_json(document: Document) -> None:
    answer = the(document, "join_parts")["responses"]["200"]
    assert set(answer["headers"]) == {"X-Request-ID", "Content-Disposition", "X-Report"}
    assert answer["content"]["application/octet-stream"]["schema"] == {"type": "string", "format": "binary"}
    assert answer["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/FileResultWithJoinReport"
    }
    report = document["components"]["schemas"]["FileResultWithJoinReport"]["properties"]["report"]
    assert report == {"$ref": "#/components/schemas/JoinReport"}


def test_several_files_are_a_zip_or_a_list(document: Document) -> None:
    content = the(document, "split_parts")["responses"]["200"]["content"]
    assert list(content) == ["application/json", "application/zip"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/FilesResult"}


def test_stream_names_its_event(document: Document) -> None:
    content = the(document, "list_ticks")["responses"]["200"]["content"]
    assert content["text/event-stream"]["x-event-schema"] == {"$ref": "#/components/schemas/Tick"}


def test_operation_without_result_answers_204(document: Document) -> None:
    assert "content" not in the(document, "remove_key")["responses"]["204"]


def test_cached_operation_tells_of_its_cache(document: Document) -> None:
    assert "X-Cache" in the(document, "measure_lamp")["responses"]["200"]["headers"]
    assert "X-Cache" not in the(document, "join_parts")["responses"]["200"]["headers"]


def test_every_error_is_declared_once_with_an_example(document: Document) -> None:
    responses = the(document, "measure_lamp")["responses"]
    assert list(responses) == ["200", "422", "504"]
    examples = responses["422"]["content"]["application/json"]["examples"]
    assert list(examples) == ["TOO_BRIGHT", "VALIDATION_ERROR"]
    assert examples["TOO_BRIGHT"] == {"$ref": "#/components/examples/TOO_BRIGHT"}
    assert "- `TOO_BRIGHT`: 'lamp' is too bright: at most 100 lumens." in responses["422"]["description"]
    assert list(responses["504"]["content"]["application/json"]["examples"]) == ["TIMED_OUT"]


def test_every_code_has_one_example(document: Document) -> None:
    examples = document["components"]["examples"]
    assert list(examples) == ["NO_SUCH_KEY", "TIMED_OUT", "TOO_BRIGHT", "VALIDATION_ERROR"]
    assert examples["TOO_BRIGHT"]["value"]["error"]["message"] == "'lamp' is too bright: at most 100 lumens."
    assert [example["value"]["error"]["retryable"] for example in examples.values()] == [
        False,
        True,
        False,
        False,
    ]


class Dim(InvalidInput):
    message = "'lamp' is too dim."


@operation("/dim", example={"text": "a"}, errors=[Dim])
def answer_dim(request: Word) -> Word:
    return request


def test_code_of_two_messages_tells_both(describing: Any) -> None:
    answer = describing(answer_dim)["paths"]["/api/v1/sample/dim"]["post"]["responses"]["422"]
    assert answer["description"].splitlines()[2:] == [
        "- `VALIDATION_ERROR`: The request is not valid.",
        "- `VALIDATION_ERROR`: 'lamp' is too dim.",
    ]


def test_schemas_have_one_namespace_without_titles(document: Document) -> None:
    schemas = document["components"]["schemas"]
    assert list(schemas) == sorted(schemas)
    assert not any(name.endswith(("-Input", "-Output")) or "__" in name for name in schemas)
    assert not any("title" in schema for schema in schemas.values())
    assert not any("title" in field for field in schemas["Lamp"]["properties"].values())


def test_field_that_may_be_left_out_has_no_default_null(document: Document) -> None:
    reference = document["components"]["schemas"]["FileReference"]
    assert reference["properties"]["url"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert "required" not in reference


def test_building_twice_gives_the_same(describing: Any) -> None:
    assert describing(nested_text) == describing(nested_text)


@operation("/nested", example={"text": "a"})
def nested_text(request: Word) -> Word:
    return request


class Wish(RequestBody):
    text: str = "a"


@operation("/wish", example={})
def grant_wish(request: Wish) -> Word:
    return Word(text=request.text)


def test_body_is_required_where_a_field_is(describing: Any, document: Document) -> None:
    assert the(document, "measure_lamp")["requestBody"]["required"] is True
    assert the(document, "stamp_document")["requestBody"]["required"] is True
    assert the(describing(grant_wish), "grant_wish")["requestBody"]["required"] is False


class Elsewhere:
    class Word(BaseModel):
        letters: list[str]


@operation("/other", example={"text": "a"})
def answer_other(request: Word) -> Elsewhere.Word:
    return Elsewhere.Word(letters=list(request.text))


def test_two_models_of_one_name_are_refused(describing: Any) -> None:
    with pytest.raises(SchemaNameClash, match="Word"):
        describing(answer_other)


class Twofaced(RequestBody):
    size: float

    @computed_field
    def doubled(self) -> float:
        return 2 * self.size


@operation("/twofaced", example={"size": 1})
def return_twofaced(request: Twofaced) -> Twofaced:
    return request


def test_model_that_differs_by_direction_is_refused(describing: Any) -> None:
    with pytest.raises(SchemaNameClash, match="Twofaced"):
        describing(return_twofaced)


class OutputForm(RequestForm):
    output: str
    file: FileInput


@operation("/reserved", example={})
def answer_file(form: OutputForm) -> FileOutput:
    return FileOutput(form.output.encode())


def test_field_named_output_is_refused_beside_a_file_answer(describing: Any) -> None:
    with pytest.raises(ReservedField, match="output"):
        describing(answer_file)
