from typing import Any

import pytest
from pydantic import BaseModel, computed_field

from servicekit import RequestBody, operation
from servicekit.openapi.schemas import SchemaNameClash

Document = dict[str, Any]


def test_schemas_have_one_namespace_without_titles(document: Document) -> None:
    schemas = document["components"]["schemas"]
    assert list(schemas) == sorted(schemas)
    assert not any(name.endswith(("-Input", "-Output")) or "__" in name for name in schemas)
    assert not any("title" in schema for schema in schemas.values())
    assert not any("title" in field for field in schemas["Lamp"]["properties"].values())


def test_field_that_may_be_left_out_has_no_default_null(document: Document) -> None:
    reference = document["components"]["schemas"]["FileReference"]
    url = reference["properties"]["url"]
    assert url.pop("description")
    assert url == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert "required" not in reference


class Word(RequestBody):
    text: str


@operation("/nested", example={"text": "a"})
def nested_text(request: Word) -> Word:
    return request


def test_building_twice_gives_the_same(describing: Any) -> None:
    assert describing(nested_text) == describing(nested_text)


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
