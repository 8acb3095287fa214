import json
from typing import Any

import pytest

from flowforge_image.app import app
from flowforge_specification import catalog, entry_of, operations, write


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return app.openapi()


def rows(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in catalog(document)["operations"]}


def test_every_operation_is_in_the_catalog(document: dict[str, Any]) -> None:
    assert set(rows(document)) == {one.id for one in operations(document)}


def test_what_an_operation_takes_and_gives(document: dict[str, Any]) -> None:
    resize = rows(document)["image.resize"]
    assert resize["path"] == "/api/v1/image/resize"
    assert (resize["takes"], resize["gives"]) == ("file", "file")
    assert "image/*" in resize["accepts"]


def test_an_entry_has_all_its_schemas(document: dict[str, Any]) -> None:
    entry = entry_of(document, "image.resize")
    assert entry["files"] == [{"name": "file", "several": False}]
    assert [one["name"] for one in entry["parameters"]] == ["output"]
    wanted = {text.partition('"')[0] for text in json.dumps(entry).split("#/components/schemas/")[1:]}
    assert wanted == set(entry["schemas"])
    assert entry["example"]["width"] == 8
    assert {"status": 422, "code": "VALIDATION_ERROR"}.items() <= next(
        one for one in entry["errors"] if one["code"] == "VALIDATION_ERROR"
    ).items()


def test_an_unknown_operation_is_a_key_error(document: dict[str, Any]) -> None:
    with pytest.raises(KeyError, match=r"image\.nothing"):
        entry_of(document, "image.nothing")


def test_a_document_is_written_with_a_line_for_each_operation(document: dict[str, Any]) -> None:
    text = write(document)
    assert json.loads(text) == document
    for one in operations(document):
        lines = [line for line in text.splitlines() if f'"operationId":"{one.id}"' in line]
        assert len(lines) == 1
