"""Numbers, lists, queries and streams are read alike by every operation, however callers send them."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.contract.caller_stand import (
    FORM,
    MULTIPART,
    QUERYING,
    Read,
    as_fields,
    as_json,
    as_parts,
    each_operation,
    example,
    reader,
)
from tools.repository import Service, services

from servicekit import OperationError
from servicekit.http.binding.model_shapes import shape_of
from servicekit.http.binding.scalars import Choice, Scalar, Text
from servicekit.http.endpoints.endpoint import Endpoint


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return reader(tmp_path_factory.mktemp("callers"))


@each_operation
def test_a_number_is_taken_for_its_digits(service: Service, endpoint: Endpoint, read: Read) -> None:
    """Spreadsheets send `code: 123456` where a text is wanted: it means what the text means."""
    assert endpoint.form is not None
    for name, field in shape_of(endpoint.form).fields.items():
        if isinstance(field.shape, Text):
            sent = [json.dumps(example(endpoint) | {name: value}).encode() for value in (123456, "123456")]
            number, text = (_outcome(read, endpoint, body) for body in sent)
            assert number == text, (service.name, name)


def _outcome(read: Read, endpoint: Endpoint, body: bytes) -> object:
    try:
        return read(endpoint, body, "application/json")
    except OperationError as error:
        return error.code, error.text


@each_operation
def test_a_list_comes_in_three_ways(service: Service, endpoint: Endpoint, read: Read) -> None:
    """As a repeated field, as JSON text, and with commas between its entries where they have none inside."""
    assert endpoint.form is not None
    fields, given = shape_of(endpoint.form).fields, example(endpoint)
    lists = {
        name: [str(one) for one in value]
        for name, value in given.items()
        if isinstance(value, list)
        and fields[name].shape.takes_list
        and not fields[name].shape.takes_text  # there a text alone is data
        and len(value) > 1
        and all(type(one) in (str, int, float) for one in value)
    }
    if not lists:
        return
    expected = read(endpoint, as_json(endpoint), "application/json")
    others = as_fields(endpoint)
    simple = {name: one for name, one in lists.items() if not set("".join(one)) & set(", ()[]{}")}
    for sent in (
        others | lists,
        others | {name: json.dumps(given[name]) for name in lists},
        others | {name: ",".join(one) for name, one in simple.items()},
    ):
        assert read(endpoint, urlencode(sent, doseq=True).encode(), FORM) == expected, service.name
        assert read(endpoint, as_parts(sent), MULTIPART) == expected, service.name


def _query_of(endpoint: Endpoint) -> dict[str, Any]:
    """Return the example's query, with a value for each choice and number that it leaves out."""
    given = endpoint.operation.example
    assert endpoint.form is not None
    found = dict(given) if isinstance(given, dict) else {}
    fields = shape_of(endpoint.form).fields
    for name, field in fields.items():
        if isinstance(field.shape, Choice):
            found.setdefault(name, field.shape.choices.values[0])
    return {name: value for name, value in found.items() if name in fields}


@pytest.mark.parametrize("endpoint", QUERYING, ids=lambda endpoint: endpoint.operation_id)
def test_a_query_is_read_as_forgivingly_as_a_body(endpoint: Endpoint, read: Read) -> None:
    """Blanks, case, and empty parameters make no difference; a wrong value is refused by its name."""
    assert endpoint.form is not None
    fields, given = shape_of(endpoint.form).fields, _query_of(endpoint)
    expected = read(endpoint, b"", query=urlencode(given))
    spelled = {
        name: f" {str(value).upper()} " if isinstance(fields[name].shape, (Choice, Scalar)) else value
        for name, value in given.items()
    }
    blank = {name: "" for name, field in fields.items() if not field.required and name not in given}
    assert read(endpoint, b"", query=urlencode(spelled | blank)) == expected
    for name, field in fields.items():
        if isinstance(field.shape, (Choice, Scalar)):
            with pytest.raises(OperationError) as refused:
                read(endpoint, b"", query=urlencode(given | {name: "no value"}))
            assert f"'{name}'" in refused.value.text
            assert "parse" not in refused.value.text


def test_every_stream_may_be_one_json_document() -> None:
    streaming = [
        (service, endpoint) for service in services() for endpoint in service.endpoints if endpoint.can_stream
    ]
    assert streaming
    for service, endpoint in streaming:
        path = f"/api/v1/{service.name}{endpoint.operation.path}".replace(":path}", "}")
        described = service.application.openapi()["paths"][path][endpoint.operation.method.lower()]
        content = described["responses"]["200"]["content"]
        assert {"application/json", "text/event-stream"} <= content.keys(), endpoint.operation_id
