from typing import Any

from servicekit.openapi.enums import share_enums

REFERENCE = {"$ref": "#/components/schemas/ImageFormat"}


def choice(*values: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(values), **more}


def test_a_choice_in_two_places_becomes_one_schema() -> None:
    definitions = {
        "A": {"properties": {"format": choice("png", "jpeg", description="Of A.", default="png")}},
        "B": {"properties": {"format": {"anyOf": [choice("png", "jpeg"), {"type": "null"}]}}},
        "C": {"properties": {"format": {"type": "array", "items": choice("png", "jpeg")}}},
    }
    _, shared = share_enums("image", {}, definitions)
    assert shared["ImageFormat"]["enum"] == ["png", "jpeg"]
    assert shared["A"]["properties"]["format"] == REFERENCE | {"description": "Of A.", "default": "png"}
    assert shared["B"]["properties"]["format"] == {"anyOf": [REFERENCE, {"type": "null"}]}
    assert shared["C"]["properties"]["format"] == {"type": "array", "items": REFERENCE}


def test_one_place_and_other_values_stay_as_they_are() -> None:
    definitions = {
        "A": {"properties": {"mode": choice("a", "b")}},
        "B": {"properties": {"mode": choice("a", "b")}},
        "C": {"properties": {"mode": choice("c", "d"), "only": choice("x", "y")}},
    }
    _, shared = share_enums("image", {}, definitions)
    assert shared["C"] == definitions["C"]
    assert shared["ImageMode"]["enum"] == ["a", "b"]


def test_parameters_refer_to_it_too_and_examples_are_left_alone() -> None:
    form = {"properties": {"format": choice("png", "jpeg")}, "example": {"properties": {"format": 1}}}
    paths = {"/a": {"post": {"schema": form}}, "/b": {"post": {"schema": form}}}
    shared, definitions = share_enums("image", paths, {})
    assert shared["/a"]["post"]["schema"]["properties"]["format"] == REFERENCE
    assert shared["/a"]["post"]["schema"]["example"] == {"properties": {"format": 1}}
    assert list(definitions) == ["ImageFormat"]


def test_a_name_that_is_taken_is_not_used() -> None:
    definitions = {
        "A": {"properties": {"format": choice("png", "jpeg")}},
        "B": {"properties": {"format": choice("png", "jpeg")}},
        "ImageFormat": {"type": "object"},
    }
    assert share_enums("image", {}, definitions)[1] == definitions
