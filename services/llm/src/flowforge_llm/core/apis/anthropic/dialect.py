"""Failures as Anthropic's API tells them, and the envelope's fields too."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

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
    type: str
    message: str
    code: str
    details: list[ErrorDetail]
    retryable: bool


class AnthropicError(BaseModel):
    type: Literal["error"]
    error: AnthropicErrorBody
    request_id: str


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
