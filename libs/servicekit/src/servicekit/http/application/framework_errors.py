"""Errors outside operations in the same envelope: unknown paths, plain FastAPI routes, middleware."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from servicekit.errors import InternalError, InvalidInput, NotFound, OperationError, kind_of
from servicekit.http.errors.classification import invalid_parameters
from servicekit.http.request.request_state import SCOPE_KEY, RequestState

_SHOWN_PATH = 200


async def answer_operation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OperationError)  # noqa: S101 - registered for it
    return _response(request, error, type(error).status)


async def answer_http_exception(request: Request, error: Exception) -> Response:
    """Answer an HTTPException under its own status, with the code of that status."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    kind = kind_of(error.status_code)
    detail = str(error.detail)
    is_bare = detail in _PHRASES  # raised without words of its own
    if kind is NotFound and is_bare:
        detail = f"There is no operation at {request.url.path[:_SHOWN_PATH]}."
    text = None if is_bare and kind is not NotFound and "{" not in kind.message else detail
    return _response(request, kind(text, headers=error.headers), error.status_code)


async def answer_validation_error(request: Request, error: Exception) -> Response:
    """Answer what FastAPI's own validation of a plain route found."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    return _response(request, invalid_parameters(error), InvalidInput.status)


async def answer_crash(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the server logs it
    return _response(request, InternalError(), InternalError.status)


HANDLERS: Mapping[Any, Any] = {
    OperationError: answer_operation_error,
    HTTPException: answer_http_exception,
    RequestValidationError: answer_validation_error,
    Exception: answer_crash,
}
_PHRASES = {status.phrase for status in HTTPStatus}


def _response(request: Request, error: OperationError, status: int) -> Response:
    state: RequestState = request.scope[SCOPE_KEY]
    state.error_code = error.code
    request.app.metrics.count_error(state.operation_id, error.code)
    body = error.envelope(state.request_id).model_dump_json()
    return Response(body, status, headers=error.headers, media_type="application/json")
