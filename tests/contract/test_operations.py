"""One operation is one file whose path mirrors its URL, with one test file that mirrors it."""

import base64
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel
from tools.repository import Service, import_everything, services, subclasses

from servicekit import RequestBody
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.operations.declaration import ATTRIBUTE
from servicekit.testing import serve

# Their examples run an operation of another service; tests of the jobs service send them as forms.
OF_OTHER_SERVICES = {"jobs.batches"}
OPERATIONS = [(service, endpoint) for service in services() for endpoint in service.endpoints]
each_operation = pytest.mark.parametrize(
    ("service", "endpoint"), OPERATIONS, ids=[endpoint.operation_id for _, endpoint in OPERATIONS]
)


def test_there_are_operations() -> None:
    assert {service.name for service, _ in OPERATIONS} >= {"crypto", "math"}


@each_operation
def test_the_file_mirrors_the_address(service: Service, endpoint: Endpoint) -> None:
    """operations/keys/encrypt.py is /keys/{name}/encrypt; where methods share one, the file is the verb."""
    module = service.module_path(endpoint).split(".")
    address = [
        part.replace("-", "_") for part in endpoint.operation.path.split("/") if part and part[0] != "{"
    ]
    assert address in (module, module[:-1])


@each_operation
def test_the_name_is_that_of_the_file(service: Service, endpoint: Endpoint) -> None:
    assert endpoint.operation_id == f"{service.name}.{service.module_path(endpoint)}"


@each_operation
def test_the_file_declares_nothing_else(service: Service, endpoint: Endpoint) -> None:
    module = sys.modules[endpoint.operation.handler.__module__]
    declared = [
        one for one in vars(module).values() if hasattr(one, ATTRIBUTE) and one.__module__ == module.__name__
    ]
    assert len(declared) == 1, f"{service.package}: {module.__name__} declares several operations"


@each_operation
def test_the_description_is_that_of_the_file(service: Service, endpoint: Endpoint) -> None:
    module = sys.modules[endpoint.operation.handler.__module__]
    summary = inspect.cleandoc(module.__doc__ or "").partition("\n")[0]
    assert summary.rstrip().endswith("."), f"{service.package}: one sentence, ending in a full stop"
    assert summary[:1].isupper()


@each_operation
def test_a_test_mirrors_the_operation(service: Service, endpoint: Endpoint) -> None:
    *folders, name = service.module_path(endpoint).split(".")
    path = service.folder.joinpath("tests", "operations", *folders, f"test_{name}.py")
    assert path.is_file(), f"{path.relative_to(service.folder)} is missing"
    assert "def test_" in path.read_text(encoding="utf-8")


@each_operation
def test_the_request_model_is_frozen_and_closed(service: Service, endpoint: Endpoint) -> None:
    if endpoint.form is not None:
        assert endpoint.form.model_config.get("frozen"), service.package
        assert endpoint.form.model_config.get("extra") == "forbid"


def test_every_model_inside_a_request_is_frozen_and_closed() -> None:
    import_everything()
    requests = list(subclasses(RequestBody))
    assert requests
    open_ones = [model.__qualname__ for model in requests if model.model_config.get("extra") != "forbid"]
    assert not open_ones


@each_operation
def test_the_answer_has_no_defaults(service: Service, endpoint: Endpoint) -> None:
    """A field that is always there is said to be required, and generated clients need no guard for it."""
    answers = [model for model in _models(endpoint.result_type) if issubclass(model, BaseModel)]
    loose = [
        f"{model.__name__}.{name}"
        for model in answers
        for name, one in model.model_fields.items()
        if not one.is_required()
    ]
    assert not loose, service.package


def _models(hint: Any) -> Iterator[type]:
    parts = getattr(hint, "__args__", ())
    for part in parts:
        yield from _models(part)
    if isinstance(hint, type) and not parts:
        yield hint
        for field in getattr(hint, "model_fields", {}).values():
            yield from _models(field.annotation)


@pytest.mark.parametrize("service", services(), ids=lambda service: service.package)
def test_examples_are_answered_through_multipart_too(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of an example become parts; its other fields become form fields, nested ones as JSON text."""
    monkeypatch.setenv("FLOWFORGE_FILES_URL", f"file://{tmp_path}/files")
    monkeypatch.setenv("FLOWFORGE_FILES_SIGNING_KEY", "signs the addresses of one test.")
    with serve(service.application) as url, httpx.Client(base_url=url, timeout=60) as client:
        for endpoint in service.endpoints:
            is_addressed = "{" not in endpoint.operation.path
            if endpoint.files and is_addressed and endpoint.operation_id not in OF_OTHER_SERVICES:
                fields, files = _as_form(endpoint)
                path = f"/api/v1/{service.name}{endpoint.operation.path}"
                answer = client.request(endpoint.operation.method, path, data=fields, files=files)
                assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"


def _as_form(endpoint: Endpoint) -> tuple[dict[str, str], list[tuple[str, tuple[str | None, bytes]]]]:
    example = endpoint.operation.example
    assert isinstance(example, dict)
    names = {field.name for field in endpoint.files}
    fields = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in example.items()
        if name not in names
    }
    files: list[tuple[str, tuple[str | None, bytes]]] = []
    for name in names & example.keys():
        given = example[name] if isinstance(example[name], list) else [example[name]]
        files += [(name, (one.get("name", "example"), _decoded(one))) for one in given]
    if files:
        return fields, files
    return {}, [(name, (None, value.encode())) for name, value in fields.items()]


def _decoded(reference: dict[str, str]) -> bytes:
    return base64.b64decode(reference["base64"])
