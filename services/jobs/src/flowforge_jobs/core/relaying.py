"""The failure of an operation, read from its answer and raised again."""

import json
from functools import cache
from typing import Any

from servicekit import ErrorDetail, OperationError

_RETRYABLE = frozenset({429, 502, 503, 504, 507})
_SHOWN = 2000


@cache
def _kind(status: int, code: str, *, retryable: bool) -> type[OperationError]:
    values = {"status": status, "code": code, "retryable": retryable}
    return type("OperationFailed", (OperationError,), values)


def error_in(status: int, body: bytes) -> dict[str, Any]:
    """Return code, message, details and retryable of a failure, whatever shape it has."""
    try:
        document = json.loads(body)
        found = document.get("error", {}) if isinstance(document, dict) else {}
    except ValueError:
        found = {}
    if not isinstance(found, dict):
        found = {"message": str(found)}
    return {
        "code": str(found.get("code") or "OPERATION_FAILED"),
        "message": str(found.get("message") or f"The operation answered with status {status}.")[:_SHOWN],
        "details": [one for one in found.get("details") or [] if isinstance(one, dict)],
        "retryable": bool(found.get("retryable", status in _RETRYABLE)),
    }


def refusal_of(status: int, body: bytes) -> OperationError:
    return failure(status, error_in(status, body))


def failure(status: int, error: dict[str, Any]) -> OperationError:
    """Return the error of an operation as one that can be raised."""
    kind = _kind(status, error["code"], retryable=error["retryable"])
    details = [ErrorDetail(**one) for one in error.get("details", ()) if set(one) == {"field", "message"}]
    return kind(error["message"], details=details)
