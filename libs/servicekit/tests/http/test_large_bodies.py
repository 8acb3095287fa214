"""A large body with a million mistakes is told the first of each list and object."""

from typing import Annotated, Any, Literal

import orjson
import pytest
from pydantic import Field

from servicekit import InvalidInput, RequestBody, parse_json

COUNT = 70_000
Name = Annotated[str, Field(pattern="^[a-z]+$", max_length=64)]


class Large(RequestBody):
    named: Annotated[dict[Name, int | float], Field(max_length=500)] = {}
    numbers: list[int] = []
    columns: dict[str, list[float]] = {}


def parsed(given: dict[str, Any]) -> Large:
    body = orjson.dumps(given)
    assert len(body) > 128 << 10
    return parse_json(Large, body)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"named": {f"K{place}": "x" for place in range(COUNT)}}, "'named.K0' should match the pattern"),
        ({"named": {f"k{place}": [] for place in range(COUNT)}}, "'named.k0' "),
        ({"numbers": [*[1] * COUNT, "x", "y"]}, f"'numbers.{COUNT}' should be a whole number, not 'x'."),
        ({"columns": {"a": ["x"] * COUNT, "b": []}}, "'columns.a.0' should be a number, not 'x'."),
    ],
)
def test_the_first_mistake_is_told(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parsed(given)
    assert caught.value.text.startswith(said)
    assert len(caught.value.details) == 1


def test_some_of_many_unknown_fields_are_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        parsed({f"x{place}": 1 for place in range(COUNT)})
    assert caught.value.text.startswith("'x0' is not a field here; there are: named, numbers, columns;")
    assert len(caught.value.details) == 20


def test_what_is_read_leniently_is_so_in_large_bodies_too() -> None:
    read = parsed({"numbers": ["1"] * COUNT, "columns": None, "named": ""})
    assert read.numbers == [1] * COUNT
    assert (read.columns, read.named) == ({}, {})


def test_a_small_body_is_told_every_mistake() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_json(Large, b'{"numbers": ["x", "y"]}')
    assert len(caught.value.details) == 2


class Shape(RequestBody):
    type: Literal["circle", "square"]
    sizes: list[int]


class Drawing(RequestBody):
    list: list[Shape]
    metadata: dict[str, str]


def test_fields_may_be_called_as_the_kinds_of_schemas_are() -> None:
    shape = {"type": "circle", "sizes": [1, 2]}
    body = {"list": [shape], "metadata": {"a": "x" * (COUNT * 2)}}
    assert parse_json(Drawing, orjson.dumps(body)).list == [Shape(type="circle", sizes=[1, 2])]
