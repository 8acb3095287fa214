"""Failures as OpenAI's API tells them: its shape, its statuses and its codes, and the envelope's fields too.

Source: the error objects of OpenAI's API reference, and what its official clients read (`message`, `type`,
`param`, `code`).
"""

from collections.abc import Mapping

from pydantic import BaseModel, Field

from servicekit import Dialect, ErrorDetail, OperationError

_CODES: Mapping[str, str] = {
    "MODEL_NOT_FOUND": "model_not_found",
    "CONTEXT_LENGTH_EXCEEDED": "context_length_exceeded",
    "INSUFFICIENT_QUOTA": "insufficient_quota",
    "TOO_MANY_REQUESTS": "rate_limit_exceeded",
    "SCHEMA_INVALID": "invalid_json_schema",
    "SCHEMA_UNSUPPORTED": "invalid_json_schema",
    "VALIDATION_ERROR": "invalid_value",
    "IMAGE_REFUSED": "invalid_image_url",
    "INTERNAL_ERROR": "server_error",
}
_TYPES: Mapping[int, str] = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
_PARAMS: Mapping[str, str] = {
    "MODEL_NOT_FOUND": "model",
    "MODEL_NOT_ALLOWED": "model",
    "MODEL_CANNOT": "model",
    "CONTEXT_LENGTH_EXCEEDED": "messages",
    "OUTPUT_TOKENS_EXCEEDED": "max_tokens",
    "DIMENSIONS_UNSUITABLE": "dimensions",
    "SCHEMA_INVALID": "response_format",
    "SCHEMA_UNSUPPORTED": "response_format",
}
_UNPROCESSABLE, _SERVER = 422, 500


class OpenAIErrorBody(BaseModel):
    message: str = Field(description="What went wrong, and what to do about it, for people.")
    type: str = Field(description="Kind of the error, as OpenAI names it.")
    param: str | None = Field(description="The first field that is wrong; null if no field is.")
    code: str = Field(description="Stable code of the error, for programs.")
    details: list[ErrorDetail] = Field(description="The fields that are wrong; empty if no field is.")
    requestId: str = Field(  # noqa: N815 - the envelope's published spelling
        description="Id of the request, as in X-Request-ID and in the logs."
    )
    retryable: bool = Field(description="Whether the same request may succeed later.")


class OpenAIError(BaseModel):
    error: OpenAIErrorBody = Field(description="The error.")


class OpenAIDialect:
    model: type[BaseModel] = OpenAIError

    def status(self, error: type[OperationError]) -> int:
        """What is 422 in the envelope is 400 with OpenAI."""
        return 400 if error.status == _UNPROCESSABLE else error.status

    def code(self, error: type[OperationError]) -> str:
        return _CODES.get(error.code, error.code.lower())

    def render(self, error: OperationError, request_id: str) -> BaseModel:
        known = type(error)
        body = OpenAIErrorBody(
            message=error.text,
            type=self._type(known),
            param=(error.details[0].field if error.details else _PARAMS.get(known.code)) or None,
            code=self.code(known),
            details=error.details,
            requestId=request_id,
            retryable=error.retryable,
        )
        return OpenAIError(error=body)

    def _type(self, error: type[OperationError]) -> str:
        if error.code == "INSUFFICIENT_QUOTA":
            return "insufficient_quota"
        status = self.status(error)
        return "server_error" if status >= _SERVER else _TYPES.get(status, "invalid_request_error")


OPENAI: Dialect = OpenAIDialect()
