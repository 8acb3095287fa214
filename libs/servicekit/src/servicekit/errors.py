"""The kinds of failure, their status numbers, and the envelope that carries every one of them."""

import errno
import re
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any, ClassVar, Self

from pydantic import BaseModel, Field

_CHALLENGE = {"www-authenticate": 'Bearer realm="FlowForge"'}
_RETRY_SOON = {"retry-after": "1"}
_RETRIED_AFTER = (429, 502, 503, 507)


class ErrorDetail(BaseModel):
    field: str = Field(description="Path of the field in the request, such as `items[0].name`.")
    message: str = Field(description="What is wrong with this field, and what is allowed.")


class ErrorBody(BaseModel):
    code: str = Field(description="Stable code of the error, for programs.")
    message: str = Field(description="What went wrong, and what to do about it, for people.")
    details: list[ErrorDetail] = Field(description="The fields that are wrong; empty if no field is.")
    requestId: str = Field(  # noqa: N815 - the envelope's published spelling
        description="Id of the request, as in X-Request-ID and in the logs."
    )
    retryable: bool = Field(description="Whether the same request may succeed later.")


class ErrorEnvelope(BaseModel):
    error: ErrorBody = Field(description="The error.")


class OperationError(Exception):
    """An error that is sent to the caller: subclass a kind, and set `code` and `message`.

    `message` may hold {placeholders}: `raise TooManyPages(pages=301, limit=300)` fills them. A message given
    at the raise replaces the class's own. Fields that the message names in quotes are put into the details;
    `fields` adds others, and `details` replaces them.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "INTERNAL_ERROR"
    message: ClassVar[str] = "The service failed. The operators have the details under this request id."
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        text: str | None = None,
        /,
        *,
        details: Sequence[ErrorDetail] = (),
        fields: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        self.text = text if text is not None else self.message.format(**values)
        self.details = list(details)
        self.fields = tuple(fields)
        self.headers = {**self._standard_headers(), **(headers or {})}
        super().__init__(self.text)

    def envelope(self, request_id: str) -> ErrorEnvelope:
        return ErrorEnvelope(
            error=ErrorBody(
                code=self.code,
                message=self.text,
                details=self.details,
                requestId=request_id,
                retryable=self.retryable,
            )
        )

    @classmethod
    def _standard_headers(cls) -> dict[str, str]:
        """Return the headers that HTTP wants with this status."""
        if cls.status == Unauthenticated.status:
            return _CHALLENGE
        return _RETRY_SOON if cls.retryable and cls.status in _RETRIED_AFTER else {}

    @classmethod
    def restore(cls, text: str, details: Sequence[Mapping[str, Any]]) -> Self:
        """Rebuild an error that crossed a process boundary as plain values."""
        return cls(text, details=[ErrorDetail(**detail) for detail in details])


class BadRequest(OperationError):
    status = 400
    code = "BAD_REQUEST"
    message = "The request could not be read."


class Unauthenticated(OperationError):
    status = 401
    code = "UNAUTHENTICATED"
    message = "This operation needs a credential."


class Forbidden(OperationError):
    status = 403
    code = "FORBIDDEN"
    message = "This credential does not allow the operation."


class NotFound(OperationError):
    status = 404
    code = "NOT_FOUND"
    message = "There is nothing under this address."


class MethodNotAllowed(OperationError):
    status = 405
    code = "METHOD_NOT_ALLOWED"
    message = "{method} is not allowed here: use {allowed}."


class RequestTimeout(OperationError):
    status = 408
    code = "REQUEST_TIMEOUT"
    message = "The request did not arrive in time."
    retryable = True


class Conflict(OperationError):
    status = 409
    code = "CONFLICT"
    message = "The request conflicts with the present state."


class Gone(OperationError):
    status = 410
    code = "GONE"
    message = "It was here, and has expired or was removed."


class TooLarge(OperationError):
    status = 413
    code = "PAYLOAD_TOO_LARGE"
    message = "The request is larger than allowed."


class Unsupported(OperationError):
    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"
    message = "The media type is not supported here."


class RangeNotSatisfiable(OperationError):
    status = 416
    code = "RANGE_NOT_SATISFIABLE"
    message = "The requested range lies outside the file."


class InvalidInput(OperationError):
    status = 422
    code = "VALIDATION_ERROR"
    message = "The request is not valid."


class ResourceLimit(OperationError):
    """The request is well formed, but would need more than an operation may have."""

    status = 422
    code = "RESOURCE_LIMIT"
    message = "The operation would need more than {limit}: send less, or simplify the request."


class ChecksumMismatch(OperationError):
    """The status 460 is defined by the tus protocol, and its clients expect it."""

    status = 460
    code = "CHECKSUM_MISMATCH"
    message = "What arrived has not the announced checksum: send it again."
    retryable = True


class PreconditionFailed(OperationError):
    status = 412
    code = "PRECONDITION_FAILED"
    message = "The request asks for what is not offered here."


class TooManyRequests(OperationError):
    status = 429
    code = "TOO_MANY_REQUESTS"
    message = "Too many requests at once: wait, then try again."
    retryable = True


class RateLimited(TooManyRequests):
    """Raised by the gateway, for the limits of the caller's tier."""

    code = "RATE_LIMITED"
    message = "The rate limit of your tier is reached: wait as long as Retry-After says, then try again."


class InternalError(OperationError):
    """What the caller sees of an unclassified failure."""


class NotInstalled(OperationError):
    """An optional engine is missing. Trying again does not help: name the engine and how to install it."""

    status = 501
    code = "NOT_INSTALLED"
    message = "This operation needs an engine that is not installed on this server."


class UpstreamFailed(OperationError):
    status = 502
    code = "UPSTREAM_FAILED"
    message = "A server that this operation depends on failed."
    retryable = True


class Busy(OperationError):
    status = 503
    code = "BUSY"
    message = "The service has all the work it can take: try again shortly."
    retryable = True


class Unavailable(OperationError):
    status = 503
    code = "UNAVAILABLE"
    message = "The service is not available at present."
    retryable = True


class TimedOut(OperationError):
    status = 504
    code = "TIMED_OUT"
    message = "The operation took longer than {seconds:g} seconds: send less, or simplify the request."
    retryable = True


class InsufficientStorage(OperationError):
    status = 507
    code = "INSUFFICIENT_STORAGE"
    message = "The service has no room left for this file: try again later."
    retryable = True


@cache
def kind_of(status: int) -> type[OperationError]:
    """Return the kind of failure that has *status*, made from its phrase where there is none."""
    for kind in OperationError.__subclasses__():
        if kind.status == status and kind.__module__ == __name__:
            return kind
    phrase = HTTPStatus(status).phrase if status in {one.value for one in HTTPStatus} else f"HTTP {status}"
    code = "".join(one if one.isalnum() else "_" for one in phrase.upper())
    return type("OtherFailure", (OperationError,), {"status": status, "code": code, "message": f"{phrase}."})


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


# Libraries hide the number: polars, libvips, DuckDB and SQLite raise errors of their own with such a text.
_FULL_TEXT = re.compile(
    r"No space left on device|Disk quota exceeded|database or disk is full|File too large \(os error"
)


def is_full(error: BaseException) -> bool:
    """Return whether *error* or one of its causes means that a disk, a quota or a file is full."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return True
        if not isinstance(cause, OperationError) and _FULL_TEXT.search(str(cause)):
            return True
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return False


# What the gateway in front of every service may answer, whatever the operation.
GATEWAY_ERRORS: tuple[type[OperationError], ...] = (
    Unauthenticated,
    Forbidden,
    TooLarge,
    RateLimited,
    UpstreamFailed,
    Unavailable,
    TimedOut,
)


class Cancelled(Exception):
    """The caller went away: raised by Context.check() so that a handler stops early."""
