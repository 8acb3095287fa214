"""How failures are told: in the envelope, or as a published protocol prescribes it."""

from typing import Protocol

from pydantic import BaseModel

from servicekit.errors import ErrorEnvelope, OperationError


class Dialect(Protocol):
    """The shape of the failures of an operation that speaks somebody else's protocol."""

    @property
    def model(self) -> type[BaseModel]:
        """What `tell` returns: it stands in OpenAPI."""
        ...

    def status(self, error: type[OperationError]) -> int: ...

    def code(self, error: type[OperationError]) -> str: ...

    def render(self, error: OperationError, request_id: str) -> BaseModel: ...


class EnvelopeDialect:
    """The kit's own: every operation speaks it that declares no other."""

    model: type[BaseModel] = ErrorEnvelope

    def status(self, error: type[OperationError]) -> int:
        return error.status

    def code(self, error: type[OperationError]) -> str:
        return error.code

    def render(self, error: OperationError, request_id: str) -> BaseModel:
        return error.envelope(request_id)


ENVELOPE: Dialect = EnvelopeDialect()
