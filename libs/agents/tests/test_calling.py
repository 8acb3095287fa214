from typing import Any

import pytest

from flowforge_agents import Selection, WrongInput, request_of
from flowforge_agents.operations import search
from flowforge_agents.schemas import input_schema
from flowforge_crypto.app import app
from flowforge_image.app import app as image
from flowforge_specification import catalog, entry_of, operations


@pytest.fixture(scope="module")
def crypto() -> dict[str, Any]:
    return app.openapi()


def test_a_value_in_the_path_leaves_the_body(crypto: dict[str, Any]) -> None:
    entry = entry_of(crypto, "crypto.keys.encrypt")
    request = request_of(entry, {"name": "in/voices", "text": "a"})
    assert request.path == "/api/v1/crypto/keys/in%2Fvoices/encrypt"
    assert request.json == {"text": "a"}
    with pytest.raises(WrongInput, match="'name' is required"):
        request_of(entry, {"text": "a"})


def test_a_file_that_is_made_is_kept() -> None:
    entry = entry_of(image.openapi(), "image.resize")
    request = request_of(entry, {"file": {"url": "https://example.com/a.png"}, "width": 10})
    assert request.query == {"output": "file"}
    assert request.json == {"file": {"url": "https://example.com/a.png"}, "width": 10}


def test_a_field_called_output_is_the_operations_own(crypto: dict[str, Any]) -> None:
    request = request_of(entry_of(crypto, "crypto.hash"), {"text": "a", "output": "base64"})
    assert request.query == {}
    assert request.json == {"text": "a", "output": "base64"}


def test_every_input_schema_stands_alone(crypto: dict[str, Any]) -> None:
    for one in operations(crypto):
        schema = input_schema(entry_of(crypto, one.id))
        assert schema["type"] == "object"
        assert "#/components" not in str(schema)
        assert set(schema["required"]) <= schema["properties"].keys()


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("hash a text", "crypto.hash"),
        ("verify jwt", "crypto.jwt.verify"),
        ("generate a random password", "crypto.password.generate"),
    ],
)
def test_the_search_finds_by_words(crypto: dict[str, Any], query: str, best: str) -> None:
    found = [row["id"] for row in search(catalog(crypto)["operations"], query, None, 5)]
    assert best in found[:3]


def test_a_selection_has_services_and_operations() -> None:
    selection = Selection.parse("math, crypto.hash,")
    assert selection.has("math.solve")
    assert selection.has("crypto.hash")
    assert not selection.has("crypto.hmac")
