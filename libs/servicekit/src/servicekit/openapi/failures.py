"""Every error that an operation declares, grouped by status, with an example of each code."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus

from servicekit.errors import ErrorBody, ErrorEnvelope, OperationError
from servicekit.openapi.headers import ALLOW, REQUEST_ID, RETRY_AFTER
from servicekit.openapi.schemas import JsonSchema

ENVELOPE = "error envelope"
_HEADERS = {405: {"Allow": ALLOW}, 429: {"Retry-After": RETRY_AFTER}, 503: {"Retry-After": RETRY_AFTER}}
_SAMPLE_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def failures(
    errors: Iterable[type[OperationError]], envelope: JsonSchema
) -> Iterator[tuple[str, JsonSchema]]:
    """Yield status and answer of *errors*, statuses ascending; an error given twice stands once."""
    by_status: dict[int, list[type[OperationError]]] = {}
    for error in dict.fromkeys(errors):
        by_status.setdefault(error.status, []).append(error)
    for status in sorted(by_status):
        yield str(status), _answer(status, by_status[status], envelope)


def _answer(status: int, errors: list[type[OperationError]], envelope: JsonSchema) -> JsonSchema:
    ordered = sorted(errors, key=lambda error: error.code)
    lines = dict.fromkeys(f"- `{error.code}`: {error.message}" for error in ordered)
    examples: JsonSchema = {}
    for error in ordered:
        examples.setdefault(error.code, {"value": _example(error)})
    return {
        "description": "\n".join([f"{HTTPStatus(status).phrase}.", "", *lines]),
        "headers": {"X-Request-ID": REQUEST_ID} | _HEADERS.get(status, {}),
        "content": {"application/json": {"schema": envelope, "examples": examples}},
    }


def _example(error: type[OperationError]) -> JsonSchema:
    body = ErrorBody(
        code=error.code, message=error.message, details=[], requestId=_SAMPLE_ID, retryable=error.retryable
    )
    return ErrorEnvelope(error=body).model_dump(mode="json")
