"""What the operations on JSON give back, and their errors."""

from typing import Any

from pydantic import BaseModel, Field

from servicekit import InvalidInput, Process

RUN = Process(max_memory_bytes=512 << 20)


class InvalidSchema(InvalidInput):
    code = "JSON_SCHEMA_INVALID"
    message = "'schema' is no valid JSON Schema: {reason}."


class InvalidPatch(InvalidInput):
    code = "PATCH_INVALID"
    message = "'patch' cannot be applied: {reason}."


class NotCanonical(InvalidInput):
    code = "NOT_CANONICAL"
    message = "The document has no canonical form: {reason}."


class NoSample(InvalidInput):
    code = "NO_SAMPLE"
    message = "'schema' has no sample: {reason}."


class JsonResult(BaseModel):
    result: Any = Field(description="The resulting JSON value.")
    warnings: list[str] = Field(description="What was guessed or changed while the source was read.")
