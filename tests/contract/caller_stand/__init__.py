"""Operations and their examples, sent in every way that callers send them."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tools.repository import services

from servicekit.fetch.fetcher import Fetcher
from servicekit.http.binding.model_shapes import shape_of
from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.files.resolver import FileResolver
from servicekit.http.files.spool import Spool
from servicekit.http.files.spool_folder import SpoolFolder
from servicekit.http.files.workspace import Workspace
from servicekit.http.request.reader import ReadingLimits, RequestReader
from servicekit.http.request.request_state import RequestState
from servicekit.ports.files import NullFileStore

MIB = 1 << 20
BOUNDARY = b"caller"
MULTIPART = "multipart/form-data; boundary=caller"
FORM = "application/x-www-form-urlencoded"
Read = Callable[..., Any]
TAKING = [
    (service, endpoint)
    for service in services()
    for endpoint in service.endpoints
    if endpoint.form is not None and not endpoint.reads_query and isinstance(endpoint.operation.example, dict)
]
QUERYING = [
    endpoint
    for service in services()
    for endpoint in service.endpoints
    if endpoint.form is not None and endpoint.reads_query and endpoint.stream is None
]
each_operation = pytest.mark.parametrize(
    ("service", "endpoint"), TAKING, ids=[endpoint.operation_id for _, endpoint in TAKING]
)


def reader(folder: Path) -> Read:
    """Return a function that reads one request as the server does, and returns the values of its model."""
    pool = ThreadPoolExecutor(1)
    spool = Spool(SpoolFolder(folder, "callers"), pool, max_bytes=MIB * 256, max_bytes_per_consumer=MIB * 256)
    spool.prepare()

    def reading(
        endpoint: Endpoint, body: bytes, content_type: str = "", query: str = "", **headers: str
    ) -> dict[str, Any]:
        lines = {"content-type": content_type, **headers}
        return asyncio.run(_read(spool, endpoint, body, query.encode(), lines))

    return reading


async def _read(
    spool: Spool, endpoint: Endpoint, body: bytes, query: bytes, headers: Mapping[str, str]
) -> dict[str, Any]:
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items() if value]
    scope = {"headers": lines, "method": "POST", "path": "/", "query_string": query}
    request = RequestState(scope, _receiver(body), _no_answer, 5)
    request.decode_body()
    workspace = Workspace(spool, "caller")
    resolver = FileResolver(workspace, "caller", Fetcher(), NullFileStore())
    reader = RequestReader(endpoint, ReadingLimits(16 * MIB, 64 * MIB, 50))
    try:
        form = (await reader.read(request, resolver)).form
        assert form is not None
        return form.model_dump(mode="json")
    finally:
        await workspace.remove()


def _receiver(body: bytes) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _no_answer(_: Any) -> None:
    raise AssertionError("a reader answers nothing")


def example(endpoint: Endpoint) -> dict[str, Any]:
    """Return the example without what stands in the path."""
    given = endpoint.operation.example
    assert isinstance(given, dict)
    assert endpoint.form is not None
    known = shape_of(endpoint.form).fields
    return {name: value for name, value in given.items() if name in known}


def as_json(endpoint: Endpoint) -> bytes:
    return json.dumps(example(endpoint)).encode()


def as_fields(endpoint: Endpoint) -> dict[str, Any]:
    """Return the example as form fields: what is nested as JSON text, files as base64 text.

    A list is repeated where text alone would be data.
    """
    assert endpoint.form is not None
    fields = shape_of(endpoint.form).fields
    return {
        name: value if isinstance(value, list) and fields[name].shape.takes_text else _text(value)
        for name, value in example(endpoint).items()
    }


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "base64" in value and value.keys() <= {"base64", "name", "media_type"}:
        return str(value["base64"]) if value.keys() == {"base64"} else json.dumps(value)
    return json.dumps(value)


def as_parts(fields: Mapping[str, Any]) -> bytes:
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (BOUNDARY, name.encode(), text.encode())
        for name, given in fields.items()
        for text in (given if isinstance(given, list) else [given])
    ]
    return b"".join(parts) + b"--%s--\r\n" % BOUNDARY


def file_part(name: str, content: bytes, more: bytes) -> bytes:
    return b'--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
        BOUNDARY,
        name.encode(),
        more,
        content,
    )
