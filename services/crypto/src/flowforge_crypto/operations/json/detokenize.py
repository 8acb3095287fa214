"""Detokenize fields of a JSON document that were tokenized with a format.

These tokens carry no mark: a wrong key, context or path is not detected and gives another value of the
same form.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.fields.formatted_tokens import FormatNotForField, TokenFormat
from flowforge_crypto.core.encryption.fields.json_paths import replace
from flowforge_crypto.core.encryption.fields.requests import FIELDS_ERRORS, FIELDS_EXAMPLE, FieldsRequest
from servicekit import Process, operation


class DetokenizeJsonRequest(FieldsRequest):
    format: TokenFormat = Field(description="The same as at tokenization.")


class DetokenizeJsonResult(BaseModel):
    document: Any = Field(description="The document with the original values.")
    fields: int = Field(description="Number of detokenized fields.")


@operation(
    "/json/detokenize",
    errors=[*FIELDS_ERRORS, FormatNotForField],
    example={
        **FIELDS_EXAMPLE,
        "document": {"card": "4111 1111 1111 1111"},
        "paths": ["$.card"],
        "format": "digits",
    },
    run=Process(),
    secret=True,
)
def detokenize_json(request: DetokenizeJsonRequest) -> DetokenizeJsonResult:
    change = request.formatted(request.format).turn_back
    document, fields = replace(request.document, request.paths, change)
    return DetokenizeJsonResult(document=document, fields=fields)
