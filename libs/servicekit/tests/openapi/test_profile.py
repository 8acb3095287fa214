import copy
from typing import Any

from openapi_spec_validator import validate

from servicekit.openapi import generator_profile
from servicekit.openapi.job_answers import JOB_ACCEPTED

Document = dict[str, Any]


def operations(document: Document) -> dict[str, Document]:
    return {
        described["operationId"].removeprefix("sample."): described
        for methods in document["paths"].values()
        for described in methods.values()
    }


def test_profile_is_valid_openapi_3_0(profile: Document) -> None:
    validate(profile)
    assert profile["openapi"] == "3.0.3"


def test_document_stays_as_it_was(document: Document, profile: Document) -> None:
    assert document["openapi"] == "3.1.1"
    assert "output" in str(document["paths"]["/api/v1/sample/stamp"]["post"]["parameters"])
    assert profile is not document


def test_every_operation_has_one_request_type_and_one_success(profile: Document) -> None:
    for name, described in operations(profile).items():
        assert len(described.get("requestBody", {}).get("content", {"none": {}})) == 1, name
        successes = [
            answer
            for status, answer in described["responses"].items()
            if status.startswith("2") and answer != JOB_ACCEPTED
        ]
        assert len(successes) == 1, name
        assert len(successes[0].get("content", {"none": {}})) == 1, name


def test_files_go_in_as_multipart_and_come_out_as_bytes(profile: Document) -> None:
    stamped = operations(profile)["stamp_document"]
    assert list(stamped["requestBody"]["content"]) == ["multipart/form-data"]
    assert stamped["responses"]["200"]["content"] == {
        "application/octet-stream": {"schema": {"type": "string", "format": "binary"}}
    }
    assert all(list(parameter) == ["$ref"] for parameter in stamped["parameters"])


def test_first_success_is_the_only_one(document: Document) -> None:
    two = {
        "200": {"description": "All of it."},
        "206": {"description": "A part."},
        "404": {"description": "None."},
    }
    ranged = copy.deepcopy(document)
    ranged["paths"]["/api/v1/sample/keys/{name}"]["delete"]["responses"] = two
    assert list(operations(generator_profile(ranged))["remove_key"]["responses"]) == ["200", "404"]


def test_zip_comes_out_as_bytes(profile: Document) -> None:
    content = operations(profile)["split_parts"]["responses"]["200"]["content"]
    assert list(content) == ["application/octet-stream"]


def test_nested_form_fields_are_json_texts(profile: Document) -> None:
    media = operations(profile)["stamp_document"]["requestBody"]["content"]["multipart/form-data"]
    assert media["schema"]["properties"]["lamp"] == {"type": "string", "description": "As JSON text."}
    assert media["schema"]["properties"]["pages"] == {"type": "string", "description": "As JSON text."}
    assert media["schema"]["properties"]["document"]["format"] == "binary"


def test_list_in_a_form_is_repeated_not_joined(profile: Document) -> None:
    media = operations(profile)["stamp_document"]["requestBody"]["content"]["multipart/form-data"]
    assert media["encoding"] == {"tags": {"style": "form", "explode": True}}


def test_json_operation_keeps_its_models(profile: Document) -> None:
    measured = operations(profile)["measure_lamp"]
    assert list(measured["requestBody"]["content"]) == ["application/json"]
    assert measured["responses"]["200"]["content"] == {
        "application/json": {"schema": {"$ref": "#/components/schemas/Measured"}}
    }


def test_a_stream_is_its_events_as_json(profile: Document) -> None:
    content = operations(profile)["list_ticks"]["responses"]["200"]["content"]
    assert list(content) == ["application/json"]
    assert content["application/json"]["schema"]["properties"]["events"]["type"] == "array"


def test_schemas_nothing_refers_to_are_left_out(document: Document, profile: Document) -> None:
    assert "StampForm" in document["components"]["schemas"]
    assert "StampForm" not in profile["components"]["schemas"]
    assert "FileResult" not in profile["components"]["schemas"]


def test_error_examples_are_kept(document: Document, profile: Document) -> None:
    kept = operations(profile)["measure_lamp"]["responses"]["422"]
    full = operations(document)["measure_lamp"]["responses"]["422"]
    media = full["content"]["application/json"]
    assert kept["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/ErrorEnvelope"},
        "examples": media["examples"],
    }
    assert kept["description"] == full["description"]


def test_an_upload_may_be_an_id_or_a_url(profile: Document) -> None:
    media = operations(profile)["stamp_document"]["requestBody"]["content"]["multipart/form-data"]
    properties = media["schema"]["properties"]
    assert properties["document_id"]["type"] == properties["document_url"]["type"] == "string"
    assert "document" not in media["schema"].get("required", ())
