"""Operations that use everything a document must describe: POST /api/v1/sample/measure.

This is the description of those that have no docstring of their own.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from servicekit import (
    Cache,
    Event,
    EventStream,
    FileInput,
    FileOutput,
    FileOutputs,
    FileRule,
    InvalidInput,
    Limits,
    NotFound,
    RequestBody,
    RequestForm,
    TimedOut,
    operation,
)
from servicekit.errors import OperationError
from servicekit.http.endpoints.endpoint import Endpoint, compile_endpoint
from servicekit.openapi import build_document, generator_profile
from servicekit.operations.declaration import ATTRIBUTE, Operation
from servicekit.service_info import ServiceInfo


class NoSuchKey(NotFound):
    code = "NO_SUCH_KEY"
    message = "There is no key named {name}."


class TooBright(InvalidInput):
    code = "TOO_BRIGHT"
    message = "'lamp' is too bright: at most 100 lumens."


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


class Lamp(RequestBody):
    """A source of light."""

    lumens: Annotated[float, Field(gt=0, lt=100)]
    color: Color = Color.RED


class MeasureRequest(RequestBody):
    title: Annotated[str, Field(description="What is measured.", examples=["flux"])]
    lamp: Lamp
    kind: Literal["lux"] = "lux"
    steps: tuple[int, str] | None = None
    spare: Annotated[Lamp | None, Field(description="Used when the lamp fails.")] = None
    labels: Annotated[dict[str, int | str], Field(default_factory=dict)]


class Measured(BaseModel):
    value: float
    at: datetime
    note: str | None


class StampForm(RequestForm):
    document: Annotated[FileInput, FileRule(max_bytes=1000, media_types=("application/pdf",))]
    text: Annotated[str, Field(description="What is stamped.")]
    opacity: float | None = None
    pages: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    lamp: Lamp | None = None


class JoinForm(RequestForm):
    parts: Annotated[list[FileInput], Field(min_length=2, description="In order.")]
    cover: FileInput | None = None


class JoinReport(BaseModel):
    pages: int


class ListQuery(RequestBody):
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    color: Color | None = None
    tags: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()


class Tick(BaseModel):
    number: int


@operation(
    "/measure", example={"title": "flux", "lamp": {"lumens": 5}}, errors=[TooBright], cache=Cache(hours=1)
)
def measure_lamp(request: MeasureRequest) -> Measured:
    raise NotImplementedError


@operation(
    "/stamp",
    example={"document": {"base64": "JVBERg=="}, "text": "draft"},
    limits=Limits(max_file_bytes=5000),
    cost=3,
)
def stamp_document(form: StampForm) -> FileOutput:
    """Stamp a text on every page: POST /api/v1/sample/stamp.

    The text is scaled to the page.
    """
    raise NotImplementedError


@operation("/join", example={"parts": [{"base64": "YQ=="}, {"base64": "Yg=="}]})
def join_parts(form: JoinForm) -> FileOutput[JoinReport]:
    """Join files: POST /api/v1/sample/join."""
    raise NotImplementedError


@operation("/split", example={"parts": [{"base64": "YQ=="}, {"base64": "Yg=="}]})
def split_parts(form: JoinForm) -> FileOutputs:
    """Split files: POST /api/v1/sample/split."""
    raise NotImplementedError


@operation(
    "/keys/{name}/ticks", method="GET", example={"name": "main", "limit": 5}, errors=[NoSuchKey], public=True
)
def list_ticks(query: ListQuery, name: Annotated[str, Field(max_length=20)]) -> EventStream[Tick]:
    """Follow a key: GET /api/v1/sample/keys/{name}/ticks."""

    def ticks() -> Iterator[Event[Tick]]:
        yield Event(Tick(number=query.limit + len(name)))

    return EventStream(ticks())


@operation("/keys/{name}", method="DELETE", example={"name": "main"}, needs="a key of that name")
def remove_key(name: str) -> None:
    """Remove a key: DELETE /api/v1/sample/keys/{name}."""


def endpoint_of(handler: Any, operation_id: str = "sample.one") -> Endpoint:
    declared: Operation = getattr(handler, ATTRIBUTE)
    object.__setattr__(declared, "operation_id", operation_id)
    return compile_endpoint(declared, {})


def base_errors(operation: Operation) -> list[type[OperationError]]:  # noqa: ARG001 - the builder's interface
    return [InvalidInput, TimedOut, InvalidInput]


SERVICE = ServiceInfo("sample", "FlowForge Sample", "1.2.3", "Samples.", "/api/v1/sample")


def describe(*handlers: Any) -> dict[str, Any]:
    endpoints = [endpoint_of(handler, f"sample.{handler.__name__}") for handler in handlers]
    return build_document(SERVICE, endpoints, base_errors)


@pytest.fixture(scope="session")
def describing() -> Any:
    """The function that builds a document of handlers."""
    return describe


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    return describe(measure_lamp, stamp_document, join_parts, split_parts, list_ticks, remove_key)


@pytest.fixture(scope="session")
def find(document: dict[str, Any]) -> Callable[[str], dict[str, Any]]:
    """The function that finds an operation of the document by the name of its handler."""
    by_name: dict[str, dict[str, Any]] = {
        described["operationId"]: described
        for methods in document["paths"].values()
        for described in methods.values()
    }
    return lambda name: by_name[f"sample.{name}"]


@pytest.fixture(scope="session")
def profile(document: dict[str, Any]) -> dict[str, Any]:
    return generator_profile(document)
