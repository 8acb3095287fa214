"""Replace fields of a JSON document with tokens. The same value always gives the same token.

Tokens can be compared, joined and counted without the key, and json/decrypt restores the values with it.
With `format` they keep the form of the value (a card number stays sixteen digits with its spaces); then
json/detokenize restores them.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.fields.formatted_tokens import FormatNotForField, TokenFormat
from flowforge_crypto.core.encryption.fields.json_paths import replace
from flowforge_crypto.core.encryption.fields.requests import FIELDS_ERRORS, FIELDS_EXAMPLE, FieldsRequest
from servicekit import Process, operation


class TokenizeJsonRequest(FieldsRequest):
    format: TokenFormat | None = Field(
        None,
        description="Characters to replace with others of their kind, which keeps the form of the value.",
    )


class TokenizeJsonResult(BaseModel):
    document: Any = Field(description="The document with tokens in place of the selected values.")
    fields: int = Field(description="Number of replaced fields.")


@operation(
    "/json/tokenize",
    errors=[*FIELDS_ERRORS, FormatNotForField],
    example=FIELDS_EXAMPLE,
    run=Process(),
    secret=True,
)
def tokenize_json(request: TokenizeJsonRequest) -> TokenizeJsonResult:
    change = request.sealer().tokenize if request.format is None else request.formatted(request.format).make
    document, fields = replace(request.document, request.paths, change)
    return TokenizeJsonResult(document=document, fields=fields)
