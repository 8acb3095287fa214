"""A transport that takes what the client sends to a Qdrant server, checks it, and answers nothing new."""

import json
from typing import Any

import httpx
from qdrant_client import models

_REQUESTS: dict[tuple[str, str], type[Any]] = {
    ("PUT", ""): models.CreateCollection,
    ("PUT", "index"): models.CreateFieldIndex,
    ("PUT", "points"): models.PointsList,
    ("POST", "points/batch"): models.UpdateOperations,
    ("POST", "points"): models.PointRequest,
    ("POST", "points/scroll"): models.ScrollRequest,
    ("POST", "points/count"): models.CountRequest,
    ("POST", "points/query/batch"): models.QueryRequestBatch,
    ("POST", "points/delete"): models.PointIdsList,
    ("POST", "facet"): models.FacetRequest,
    ("PUT", "snapshots/recover"): models.SnapshotRecover,
}


def check_body(method: str, path: str, content: bytes) -> None:
    """Raise if the body is not one of the server's, or has a key that the server's schema does not know."""
    _, _, rest = path.removeprefix("/collections/").partition("/")
    model = _REQUESTS.get((method, rest))
    if model is None or not content:
        return
    body = json.loads(content)
    known = model.model_validate(body).model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert _without_nulls(known) == _without_nulls(body), f"{method} {path}: the server ignores some keys"


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


class Recorder:
    """Answers requests from a list of results, and keeps what was asked."""

    def __init__(self, *results: Any) -> None:
        self.results = list(results)
        self.asked: list[tuple[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, request.url.path))
        check_body(request.method, request.url.path, request.content)
        result = self.results.pop(0) if self.results else True
        if isinstance(result, int) and not isinstance(result, bool):
            return httpx.Response(result, json={"status": {"error": "refused"}, "time": 0})
        if isinstance(result, Exception):
            raise result
        if request.url.path == "/":  # the version: the only answer without an envelope
            return httpx.Response(200, json=result)
        return httpx.Response(200, json={"result": result, "status": "ok", "time": 0})
