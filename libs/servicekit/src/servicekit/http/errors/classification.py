"""Classification of exceptions: from any exception to the error that is sent to the caller."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from servicekit.errors import (
    ErrorDetail,
    InsufficientStorage,
    InternalError,
    InvalidInput,
    OperationError,
    ResourceLimit,
    Unavailable,
    is_full,
    kind_of,
)
from servicekit.http.errors.messages import describe_mistake, shorten
from servicekit.http.errors.validation import fields_named
from servicekit.settings import without_passwords

logger = logging.getLogger(__name__)
_SHOWN = 500
_WITHOUT_INPUT = ("missing", "value_error", "json_invalid")


def name_fields(error: OperationError, known: Iterable[str]) -> None:
    """Add to *error* a detail for each of the *known* fields that its message names, if it has none."""
    if not error.details:
        names = [*error.fields, *fields_named(error.text, known)]
        error.details = [ErrorDetail(field=name, message=error.text) for name in dict.fromkeys(names)]


def classify(error: BaseException, request_id: str) -> OperationError:
    """Return a declared error as it is; log anything else with its stack and return a generic error."""
    if is_full(error) and getattr(error, "status", 0) != InsufficientStorage.status:
        logger.error("the disk is full", exc_info=error, extra={"request_id": request_id})
        return InsufficientStorage()
    if isinstance(error, OperationError):
        if error.__cause__ is not None:
            _log_cause(error, error.__cause__, request_id)
        return error
    if isinstance(error, RequestValidationError):
        return invalid_parameters(error)
    if isinstance(error, HTTPException):
        return kind_of(error.status_code)(str(error.detail), headers=error.headers)
    logger.error("unclassified failure", exc_info=error, extra={"request_id": request_id})
    if isinstance(error, MemoryError):
        return ResourceLimit(limit="the memory there is")
    return InternalError()


def _log_cause(error: OperationError, cause: BaseException, request_id: str) -> None:
    """Log why a call failed: what the platform's own stores and engines said is for the operator to read."""
    told = {"request_id": request_id, "cause": type(cause).__name__}
    if isinstance(error, (Unavailable, InsufficientStorage)):
        reason = without_passwords(" ".join(str(cause).split()))[:_SHOWN]
        logger.warning("failed: %s: %s", error.code, reason, extra=told)
    else:
        logger.debug("refused: %s", error.code, extra=told)


def invalid_parameters(error: RequestValidationError) -> InvalidInput:
    """Return what FastAPI's own validation found, in the words of the kit."""
    details = [_detail(one) for one in error.errors()]
    text = "; ".join(f"'{one.field}' {one.message}" if one.field else one.message for one in details)
    return InvalidInput(f"{text}.", details=details)


def _detail(mistake: Mapping[str, Any]) -> ErrorDetail:
    place = [str(part) for part in mistake["loc"]][1:]
    kind = mistake["type"]
    words = describe_mistake(kind, mistake["msg"], mistake.get("ctx", {})) or mistake["msg"]
    if not kind.startswith(_WITHOUT_INPUT):
        words += f", not {shorten(mistake.get('input'))}"
    return ErrorDetail(field=".".join(place), message=words)
