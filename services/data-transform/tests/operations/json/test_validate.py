import socket
from typing import Any

import pytest

PERSON = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
}


def test_every_error_has_its_place(result: Any) -> None:
    found = result("validate", data={"age": -1, "a/b": 1}, schema={**PERSON, "additionalProperties": False})
    assert (found["valid"], found["error_count"]) == (False, 3)
    assert {(one["pointer"], one["schema_pointer"]) for one in found["errors"]} == {
        ("", "/required"),
        ("/age", "/properties/age/minimum"),
        ("", "/additionalProperties"),
    }


def test_rows_are_validated_one_by_one(result: Any) -> None:
    found = result("validate", text="name,age\nAda,5\nBob,-2\n", schema=PERSON, each=True)
    assert (found["checked"], found["invalid"], found["errors"][0]["item"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("draft", "schema", "data", "valid"),
    [
        ("3", {"divisibleBy": 2}, 3, False),
        ("3", {"properties": {"a": {"required": True}}}, {"a": 1}, True),
        ("3", {"type": "any", "disallow": "string"}, "x", False),
        ("4", {"minimum": 5, "exclusiveMinimum": True}, 5, False),
        ("7", {"exclusiveMinimum": 5}, 5, False),
        ("2020-12", {"prefixItems": [{"type": "integer"}]}, ["x"], False),
        ("7", {"prefixItems": [{"type": "integer"}]}, ["x"], True),
        ("auto", {"format": "email"}, "no mail", False),
        ("auto", {"type": "integer"}, 5.0, True),
    ],
)
def test_drafts(result: Any, draft: str, schema: Any, data: Any, *, valid: bool) -> None:
    assert result("validate", data=data, schema=schema, draft=draft)["valid"] is valid


def test_references_come_with_the_request(result: Any, code: Any) -> None:
    schema = {"$ref": "https://example.org/n.json"}
    given = {"https://example.org/n.json": {"type": "integer"}}
    assert result("validate", data="x", schema=schema, references=given)["valid"] is False
    assert code("validate", data="x", schema=schema) == (422, "JSON_SCHEMA_INVALID")


def test_a_reference_is_of_the_draft_of_the_schema(result: Any) -> None:
    given = {"https://example.org/n.json": {"definitions": {"a": {"$id": "#n", "type": "integer"}}}}
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "https://example.org/n.json#n"}
    assert [result("validate", data=one, schema=schema, references=given)["valid"] for one in (1, "x")] == [
        True,
        False,
    ]


def test_no_reference_is_fetched(code: Any) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)  # noqa: FBT003 - the socket's own signature
        port = listener.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}/s.json", "file:///etc/passwd"):
            assert code("validate", data=1, schema={"$ref": address}) == (422, "JSON_SCHEMA_INVALID")
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_broken_schema(code: Any) -> None:
    assert code("validate", data=1, schema={"type": "strin"}) == (422, "JSON_SCHEMA_INVALID")
