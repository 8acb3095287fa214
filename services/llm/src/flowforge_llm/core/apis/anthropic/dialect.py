"""Failures as Anthropic's API tells them, and the envelope's fields too."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from servicekit import Dialect, ErrorDetail, OperationError

_TYPES: Mapping[int, str] = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
}
_UNPROCESSABLE, _SERVER = 422, 500


class AnthropicErrorBody(BaseModel):
    type: str = Field(description="Kind of the error, as Anthropic names it.")
    message: str = Field(description="What went wrong, and what to do about it, for people.")
    code: str = Field(description="Stable code of the error, for programs.")
    details: list[ErrorDetail] = Field(description="The fields that are wrong; empty if no field is.")
    retryable: bool = Field(description="Whether the same request may succeed later.")


class AnthropicError(BaseModel):
    type: Literal["error"]
    error: AnthropicErrorBody = Field(description="The error.")
    request_id: str = Field(description="Id of the request, as in X-Request-ID and in the logs.")


class AnthropicDialect:
    model: type[BaseModel] = AnthropicError

    def status(self, error: type[OperationError]) -> int:
        """What is 422 in the envelope is 400 here."""
        return 400 if error.status == _UNPROCESSABLE else error.status

    def code(self, error: type[OperationError]) -> str:
        return error.code

    def render(self, error: OperationError, request_id: str) -> BaseModel:
        known = type(error)
        status = self.status(known)
        usual = "api_error" if status >= _SERVER else "invalid_request_error"
        body = AnthropicErrorBody(
            type=_TYPES.get(status, usual),
            message=error.text,
            code=known.code,
            details=error.details,
            retryable=error.retryable,
        )
        return AnthropicError(type="error", error=body, request_id=request_id)


ANTHROPIC: Dialect = AnthropicDialect()
