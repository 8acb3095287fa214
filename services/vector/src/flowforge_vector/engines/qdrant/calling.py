"""Call a Qdrant server: once more where that does no harm, and with failures that callers understand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import grpc  # type: ignore[import-untyped] # has no types
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ApiException, ResponseHandlingException, UnexpectedResponse

from flowforge_vector.engines.errors import CollectionMissing, StoreAway, StoreFull, StoreRefused

Result = TypeVar("Result")
_PAUSES = (0.1, 0.5, 2.0)
_NOT_FOUND, _FULL, _FAILED = 404, 507, 500
_AWAY = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED}


async def call(make: Callable[[], Awaitable[Result]]) -> Result:
    """Return the result of a call that may be repeated. Raises the errors of stores."""
    for pause in (*_PAUSES, None):
        try:
            return await make()
        except Exception as error:
            failure = _failure(error)
            if failure is None:
                raise
            if pause is None or not isinstance(failure, StoreAway):
                raise failure from error
        await asyncio.sleep(pause)
    raise StoreAway  # not reached: the last round returns or raises


def _failure(error: Exception) -> Exception | None:
    """Return what a failure of the client means for callers; None: it is a fault of ours."""
    if isinstance(error, UnexpectedResponse):
        return _refusal(error.status_code or _FAILED)
    if isinstance(error, ResponseHandlingException | ApiException | ResourceExhaustedResponse | OSError):
        return StoreAway()
    if isinstance(error, grpc.aio.AioRpcError):
        if error.code() == grpc.StatusCode.NOT_FOUND:
            return CollectionMissing()
        return StoreAway() if error.code() in _AWAY else StoreRefused()
    return None


def _refusal(status: int) -> Exception:
    if status == _NOT_FOUND:
        return CollectionMissing()
    if status == _FULL:
        return StoreFull(free="too few", reserve="some")
    return StoreAway() if status >= _FAILED else StoreRefused()
