"""Dialects: the format of errors, in the envelope or as another protocol defines it."""

from typing import Protocol

from pydantic import BaseModel

from servicekit.errors import ErrorEnvelope, OperationError


class Dialect(Protocol):
    """The error format of an operation that implements another protocol."""

    @property
    def model(self) -> type[BaseModel]:
        """The type that `render` returns, for the OpenAPI document."""
        ...

    def status(self, error: type[OperationError]) -> int: ...

    def code(self, error: type[OperationError]) -> str: ...

    def render(self, error: OperationError, request_id: str) -> BaseModel: ...


class EnvelopeDialect:
    """The default: the error envelope of the kit."""

    model: type[BaseModel] = ErrorEnvelope

    def status(self, error: type[OperationError]) -> int:
        return error.status

    def code(self, error: type[OperationError]) -> str:
        return error.code

    def render(self, error: OperationError, request_id: str) -> BaseModel:
        return error.envelope(request_id)


ENVELOPE: Dialect = EnvelopeDialect()
