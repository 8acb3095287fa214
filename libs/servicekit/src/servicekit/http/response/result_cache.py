"""Results kept under the hash of everything that they depend on."""

import hashlib
from collections.abc import Iterator
from typing import Any, get_args

import orjson
from pydantic import BaseModel

from servicekit.http.endpoints.endpoint import Endpoint
from servicekit.http.response.file_sender import gather
from servicekit.operations.forms import Received
from servicekit.operations.outputs import FileOutput

_VERSION = b"flowforge-result-1"


def digest(endpoint: Endpoint, form: BaseModel | None, path: dict[str, Any], consumer_id: str) -> str:
    """Hash operation, version, canonical parameters, and the files' SHA-256, names and media types.

    A result may contain the name of a file, and a name belongs to its request alone.
    A handler that takes a Context may answer each consumer differently: the consumer then counts as well.
    """
    operation = endpoint.operation
    parts = {
        "operation": [endpoint.operation_id, operation.version],
        "form": form.model_dump(mode="json") if form is not None else None,
        "files": [_described(file) for file in _files(endpoint, form)],
        "path": path,
        "consumer": consumer_id if endpoint.context_parameter else "",
    }
    canonical = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(_VERSION + canonical).hexdigest()


def _files(endpoint: Endpoint, form: BaseModel | None) -> Iterator[Received]:
    for field in endpoint.files:
        value = getattr(form, field.name)
        yield from value if field.many else [value]


def _described(file: Received | None) -> list[str | None]:
    return [] if file is None else [file.name, file.media_type]


def renewed(endpoint: Endpoint, kept: bytes) -> bytes:
    """Return the body of a cached model, with the values that belong to one request renewed."""
    cache = endpoint.operation.cache
    if cache is None or cache.renew is None:
        return kept
    types = (
        get_args(endpoint.result_type) if endpoint.result == "model_or_events" else (endpoint.result_type,)
    )
    model = next(one for one in types if isinstance(one, type) and issubclass(one, BaseModel))
    result = cache.renew(model.model_validate_json(kept))
    body: bytes = result.__pydantic_serializer__.to_json(result)
    return body


def pack(endpoint: Endpoint, result: Any, limit: int) -> bytes | None:
    """Return the bytes to keep, None if the result is too large or not whole.

    Only whole files are kept: what is made piece by piece is answered as it is made.
    """
    if isinstance(result, BaseModel):
        body: bytes = result.__pydantic_serializer__.to_json(result)
        return body if len(body) <= limit else None
    if endpoint.result != "file" or isinstance(result.data, Iterator):
        return None
    data = gather(result, limit)
    if data is None:
        return None
    report = result.report.model_dump_json() if result.report is not None else None
    head = orjson.dumps({"media_type": result.media_type, "name": result.name, "report": report})
    return head + b"\n" + data


def unpack_file(kept: bytes, report_type: type[BaseModel] | None) -> FileOutput[Any]:
    """Rebuild a file from the bytes that `pack` made."""
    head, _, data = kept.partition(b"\n")
    document = orjson.loads(head)
    text = document["report"]
    report = report_type.model_validate_json(text) if report_type is not None and text is not None else None
    return FileOutput(data, document["media_type"], document["name"], report)
