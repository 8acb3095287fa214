"""A cached answer carries nothing of another request: no file name, no media type, no id, no date."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from tools.repository import Service, services

from servicekit import FileInput
from servicekit.http.binding.model_shapes import shape_of
from servicekit.http.binding.values import parse_json
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.response.result_cache import digest

CACHED = [
    (service, endpoint)
    for service in services()
    for endpoint in service.endpoints
    if endpoint.operation.cache is not None
]
WITH_FILES = [(service, endpoint) for service, endpoint in CACHED if endpoint.files]
each_cached = pytest.mark.parametrize(
    ("service", "endpoint"), CACHED, ids=[endpoint.operation_id for _, endpoint in CACHED]
)
each_with_files = pytest.mark.parametrize(
    ("service", "endpoint"), WITH_FILES, ids=[endpoint.operation_id for _, endpoint in WITH_FILES]
)
OF_ONE_REQUEST = {"id", "request_id", "created", "created_at", "url", "expires_at"}


def _form(endpoint: Endpoint, folder: Path, name: str, media_type: str) -> BaseModel | None:
    """Return the example as its handler would get it, with a file called *name* in every file field."""
    if endpoint.form is None:
        return None
    path = folder / "content"
    path.write_bytes(b"content")
    file = FileInput(path, path.stat().st_size, None, media_type, name)
    files = {field.name: [file] if field.many else file for field in endpoint.files}
    example: Any = endpoint.operation.example
    return parse_json(endpoint.form, json.dumps(_body(endpoint, example)).encode()).model_copy(update=files)


def _body(endpoint: Endpoint, example: dict[str, Any]) -> dict[str, Any]:
    known = shape_of(endpoint.form).fields if endpoint.form is not None else {}
    return {key: value for key, value in example.items() if key in known}


@each_with_files
def test_names_and_media_types_are_told_apart(service: Service, endpoint: Endpoint, tmp_path: Path) -> None:
    keys = {
        (name, media_type): digest(endpoint, _form(endpoint, tmp_path, name, media_type), {}, consumer)
        for name, media_type in (("a.png", "image/png"), ("b.png", "image/png"), ("a.png", "image/webp"))
        for consumer in ("u-1",)
    }
    assert len(set(keys.values())) == len(keys), service.name
    again = digest(endpoint, _form(endpoint, tmp_path, "a.png", "image/png"), {}, "u-1")
    assert again == keys["a.png", "image/png"]


def _key(endpoint: Endpoint, folder: Path, consumer: str) -> str:
    return digest(endpoint, _form(endpoint, folder, "a.png", "image/png"), {}, consumer)


@each_cached
def test_who_may_see_the_caller_is_answered_for_each_caller(
    service: Service, endpoint: Endpoint, tmp_path: Path
) -> None:
    first, second = (_key(endpoint, tmp_path, consumer) for consumer in ("u-1", "u-2"))
    assert (first != second) == bool(endpoint.context_parameter), service.name


@each_cached
def test_ids_and_dates_are_made_anew(service: Service, endpoint: Endpoint) -> None:
    """A result with a field that belongs to one request needs `Cache(renew=...)`."""
    cache = endpoint.operation.cache
    assert cache is not None
    found = {
        name
        for model in _models(endpoint.result_type)
        for name in model.model_fields
        if name in OF_ONE_REQUEST
    }
    assert not found or cache.renew is not None, (service.name, found)


def _models(hint: Any) -> Iterator[type[BaseModel]]:
    for part in getattr(hint, "__args__", ()):
        yield from _models(part)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint


def test_there_are_cached_operations() -> None:
    assert len(WITH_FILES) > 30
