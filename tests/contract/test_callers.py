"""What callers send without being asked is read alike by every operation: each field kind, each encoding.

Requests are read as the server reads them, without running the handlers: every way of sending an operation's
example must give the same request model.
"""

import base64
import gzip
import json
import zlib
from urllib.parse import urlencode

import pytest
from pydantic import BaseModel
from tests.contract.caller_stand import (
    FORM,
    MULTIPART,
    TAKING,
    Read,
    as_fields,
    as_json,
    as_parts,
    each_operation,
    example,
    file_part,
    reader,
)
from tools.repository import Service

from servicekit import OperationError
from servicekit.http.binding.model_shapes import shape_of
from servicekit.http.binding.scalars import Choice, Scalar
from servicekit.http.endpoints.endpoint import Endpoint


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return reader(tmp_path_factory.mktemp("callers"))


@each_operation
def test_every_encoding_is_read_alike(service: Service, endpoint: Endpoint, read: Read) -> None:
    body, fields = as_json(endpoint), as_fields(endpoint)
    expected = read(endpoint, body, "application/json")
    assert read(endpoint, urlencode(fields, doseq=True).encode(), FORM) == expected, service.name
    assert read(endpoint, as_parts(fields), MULTIPART) == expected


@each_operation
def test_json_is_known_by_its_beginning(service: Service, endpoint: Endpoint, read: Read) -> None:
    body = as_json(endpoint)
    expected = read(endpoint, body, "application/json")
    for content_type in ("", "text/json", "text/plain", "Text/Plain; charset=UTF-8", FORM):
        assert read(endpoint, body, content_type) == expected, (service.name, content_type)
    assert read(endpoint, b"\xef\xbb\xbf" + body, "application/json; charset=UTF-8") == expected


@each_operation
def test_compressed_bodies_are_decoded(service: Service, endpoint: Endpoint, read: Read) -> None:
    body = as_json(endpoint)
    expected = read(endpoint, body, "application/json")
    for coding, packed in (("gzip", gzip.compress(body)), ("deflate", zlib.compress(body))):
        found = read(endpoint, packed, "application/json", content_encoding=coding)
        assert found == expected, service.name


@each_operation
def test_blank_and_null_fields_are_absent(service: Service, endpoint: Endpoint, read: Read) -> None:
    """Every optional field that the example leaves out is sent as null and as an empty text."""
    assert endpoint.form is not None
    given = example(endpoint)
    expected = read(endpoint, as_json(endpoint), "application/json")
    optional = {
        field.key: field
        for field in shape_of(endpoint.form).fields.values()
        if not field.required and field.key not in given and field.name not in given
    }
    nulls = json.dumps(given | {key: None for key, field in optional.items() if not field.may_be_null})
    assert read(endpoint, nulls.encode(), "application/json") == expected, service.name
    blank = dict.fromkeys(optional, "")
    assert read(endpoint, json.dumps(given | blank).encode(), "application/json") == expected
    assert read(endpoint, urlencode(as_fields(endpoint) | blank, doseq=True).encode(), FORM) == expected


@each_operation
def test_choices_and_numbers_may_be_written_otherwise(
    service: Service, endpoint: Endpoint, read: Read
) -> None:
    """Case and blanks of every choice, and blanks around every number, make no difference."""
    assert endpoint.form is not None
    given = example(endpoint)
    fields = shape_of(endpoint.form).fields
    expected = read(endpoint, as_json(endpoint), "application/json")
    other = {
        name: f" {str(value).upper()} "
        for name, value in given.items()
        if isinstance(fields[name].shape, (Choice, Scalar)) and not isinstance(value, (list, dict))
    }
    assert read(endpoint, json.dumps(given | other).encode(), "application/json") == expected, service.name
    assert read(endpoint, urlencode(as_fields(endpoint) | other, doseq=True).encode(), FORM) == expected


@each_operation
def test_every_choice_is_found_however_it_is_spelled(service: Service, endpoint: Endpoint) -> None:
    """Values that differ in case alone are told apart; any other spelling of a value leads to it."""
    assert endpoint.form is not None
    for field in shape_of(endpoint.form).fields.values():
        if isinstance(field.shape, Choice):
            values = [value for value in field.shape.choices.values if isinstance(value, str)]
            folded = [value.lower() for value in values]
            for value in values:
                assert field.shape.normalize(value) == value, service.name
                if folded.count(value.lower()) == 1:
                    assert field.shape.normalize(f" {value.upper()}\n") == value


def _only_file(endpoint: Endpoint) -> bytes | None:
    """Return the content of the only file of the example, if the operation takes one file alone."""
    if len(endpoint.files) != 1 or endpoint.files[0].many or endpoint.keeps_files:
        return None
    given = example(endpoint).get(endpoint.files[0].name)
    return base64.b64decode(given["base64"]) if isinstance(given, dict) and "base64" in given else None


@each_operation
def test_a_file_comes_in_every_way(service: Service, endpoint: Endpoint, read: Read) -> None:
    """As a part of any name, as a part without a file name, and as text: base64 and data: URL."""
    content = _only_file(endpoint)
    if content is None:
        return
    field = endpoint.files[0].name
    others = {name: value for name, value in as_fields(endpoint).items() if name != field}
    expected = read(endpoint, as_json(endpoint), "application/json")
    for name, more in (
        ("data", b'; filename="a"'),
        (field, b'; filename="a"'),
        (field, b"\r\nContent-Type: application/octet-stream"),
    ):
        body = file_part(name, content, more) + as_parts(others)
        assert read(endpoint, body, MULTIPART) == expected, (service.name, name)
    encoded = base64.b64encode(content).decode()
    for text in (encoded, f"data:;base64,{encoded}"):
        sent = json.dumps(example(endpoint) | {field: text}).encode()
        assert read(endpoint, sent, "application/json") == expected
    for source, text, code in (
        ("id", "file_0", "FILE_STORE_NOT_CONFIGURED"),
        ("url", "example.com/a.png", "URL_INVALID"),
    ):
        beside = (
            others if f"{field}_{source}" in endpoint.field_names else others | {f"{field}_{source}": text}
        )
        for body, content_type in (
            (json.dumps(example(endpoint) | {field: text}).encode(), "application/json"),
            (as_parts(others | {field: text}), MULTIPART),
            (as_parts(beside), MULTIPART),
            (urlencode(beside, doseq=True).encode(), FORM),
        ):
            with pytest.raises(OperationError) as refused:
                read(endpoint, body, content_type)
            assert refused.value.code == code or beside == others


@each_operation
def test_a_slash_too_many_is_the_same_operation(service: Service, endpoint: Endpoint) -> None:
    path = f"/api/v1/{service.name}{endpoint.operation.path}".replace(":path}", "}")
    path = path.replace("{", "").replace("}", "")
    index = service.application.index
    for sent in (path, f"{path}/", path.replace("/v1/", "/v1//")):
        found = index.find({"type": "http", "path": sent, "method": endpoint.operation.method})
        assert found is not None, sent
        assert found[0].name == endpoint.operation_id


@each_operation
def test_messages_name_fields_in_plain_words(service: Service, endpoint: Endpoint, read: Read) -> None:
    """A value of a wrong type in any field is refused by its name, without the words of a library."""
    assert endpoint.form is not None
    given = example(endpoint)
    for name, field in shape_of(endpoint.form).fields.items():
        if not isinstance(field.shape, (Choice, Scalar)):
            continue
        body = json.dumps(given | {name: {"no": "value"}}).encode()
        with pytest.raises(OperationError) as refused:
            read(endpoint, body, "application/json")
        assert f"'{name}" in refused.value.text, service.name
        assert name in [detail.field.partition(".")[0] for detail in refused.value.details]
        for words in ("Input", "valid string", "parse", "instance", "literal", "pydantic"):
            assert words not in refused.value.text


def test_the_models_of_all_requests_have_a_shape() -> None:
    assert len(TAKING) > 100
    assert all(issubclass(endpoint.form or BaseModel, BaseModel) for _, endpoint in TAKING)
