"""What can go wrong with a model, told so that the caller knows what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from servicekit import (
    BadRequest,
    Busy,
    ErrorDetail,
    Forbidden,
    InvalidInput,
    NotFound,
    TimedOut,
    TooManyRequests,
    Unavailable,
    UpstreamFailed,
)


class UnknownModel(NotFound):
    code = "MODEL_NOT_FOUND"
    message = "'model' is '{model}', which is not available. Available: {offered}."


class ModelNotAllowed(Forbidden):
    code = "MODEL_NOT_ALLOWED"
    message = "The tier '{tier}' may not use the model '{model}'. It may use: {offered}."


class ModelCannot(BadRequest):
    code = "MODEL_CANNOT"
    message = "The model '{model}' does not support '{ability}'. Models that support it: {offered}."


class ContextTooLong(BadRequest):
    code = "CONTEXT_LENGTH_EXCEEDED"
    message = "The model '{model}' has a context of {limit} tokens; this request has {count}. Shorten it."


class InputTokensExceeded(BadRequest):
    code = "INPUT_TOKENS_EXCEEDED"
    message = "The tier '{tier}' may send {limit} tokens in one request; this one has {count}."


class OutputTokensExceeded(BadRequest):
    code = "OUTPUT_TOKENS_EXCEEDED"
    message = "'{field}' asks for {count} tokens; at most {limit} are allowed here."


class BudgetSpent(TooManyRequests):
    code = "INSUFFICIENT_QUOTA"
    message = "The budget of {limit} {unit} is spent: {left} are left, and this request may need {needed}."
    retryable = False


class EngineRefused(BadRequest):
    """The engine's own words about a request that it does not take."""

    code = "ENGINE_REFUSED"
    message = "The engine of '{model}' rejected the request: {reason}."


class SchemaInvalid(InvalidInput):
    code = "SCHEMA_INVALID"
    message = "'{field}' is not a valid JSON Schema: {reason}."


class SchemaUnsupported(InvalidInput):
    code = "SCHEMA_UNSUPPORTED"
    message = "The engine of '{model}' cannot enforce the schema in '{field}': {reason}."


class SchemaMissed(UpstreamFailed):
    code = "SCHEMA_MISSED"
    message = "The model '{model}' returned no answer that matches the schema in {tries} attempts: {reason}."


class UnsuitableTogether(BadRequest):
    code = "UNSUITABLE_TOGETHER"
    message = "The model '{model}' does not support '{first}' together with '{second}'."


class ModelBusy(Busy):
    code = "ENGINE_FULL"
    message = (
        "The model '{model}' is busy: {running} requests are running and {waiting} are waiting. "
        "Try again in {seconds} seconds."
    )


class EngineUnavailable(Unavailable):
    code = "ENGINE_DOWN"
    message = "The engine of the model '{model}' is not available at present: try again shortly."


class EngineFailed(UpstreamFailed):
    code = "ENGINE_FAILED"
    message = "The engine of the model '{model}' failed during the request: try again."


class EngineTimedOut(TimedOut):
    code = "ENGINE_SILENT"
    message = "The engine of the model '{model}' sent nothing for {seconds:g} seconds."


@contextmanager
def blaming(field: str) -> Iterator[None]:
    """Name the field of a request that is too long for a model."""
    try:
        yield
    except (ContextTooLong, InputTokensExceeded) as error:
        text = f"'{field}' is too long. {error.text}"
        raise type(error)(text, details=[ErrorDetail(field=field, message=error.text)]) from error


GENERATION_ERRORS = (
    UnknownModel,
    ModelNotAllowed,
    ModelCannot,
    ContextTooLong,
    InputTokensExceeded,
    OutputTokensExceeded,
    BudgetSpent,
    EngineRefused,
    ModelBusy,
    EngineUnavailable,
    EngineFailed,
    EngineTimedOut,
)
SCHEMA_ERRORS = (SchemaInvalid, SchemaUnsupported, SchemaMissed)
