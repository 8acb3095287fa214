"""Long lists are refused at their first wrong element, so that no list of nulls holds the service up."""

import typing
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from flowforge_math.app import app

LONG = 1_000


def lists(annotation: Any, metadata: list[Any], path: str) -> Iterator[tuple[str, int | None, bool]]:
    """Yield every list within an annotation: where it is, how long it may be, and whether it fails fast."""
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        yield from lists(inner[0], [*metadata, *inner[1:]], path)
        return
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from lists(field.annotation, list(field.metadata), f"{path}.{name}")
        return
    if origin is list:
        rules = [rule for one in metadata for rule in (one.metadata if isinstance(one, FieldInfo) else [one])]
        most = [rule.max_length for rule in rules if hasattr(rule, "max_length")]
        yield path, min(most, default=None), any(getattr(rule, "fail_fast", False) for rule in rules)
        metadata = []
    for one in inner:
        yield from lists(one, metadata, f"{path}[]")


def test_long_lists_fail_fast() -> None:
    slow = []
    for endpoint in app.endpoints:
        declared = endpoint.operation
        for path, most, fast in lists(declared.hints[declared.parameters[0]], [], declared.path):
            if not fast and (most is None or most > LONG):
                slow.append(f"{path}: {most}")
    assert not slow


@pytest.mark.parametrize("wrong", [None, "x", {}])
def test_half_a_million_wrong_values_are_one_error(client: httpx.Client, wrong: object) -> None:
    body = {"values": [wrong] * 500_000}
    answer = client.post("/api/v1/math/numeric/fft", json=body).json()["error"]
    assert answer["code"] == "VALIDATION_ERROR"
    assert len(answer["details"]) == 1
