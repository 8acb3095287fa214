"""Replace single fields of a JSON document by tokens: the same value gives the same token.

Tokens can be compared, joined and counted without the key, and json/decrypt turns them back with it. With
`format` they look like what they stand for (a card number stays sixteen digits, its blanks in place): then
json/detokenize turns them back.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.fields.formatted_tokens import FormatNotForField, TokenFormat
from flowforge_crypto.core.encryption.fields.json_paths import replace
from flowforge_crypto.core.encryption.fields.requests import FIELDS_ERRORS, FIELDS_EXAMPLE, FieldsRequest
from servicekit import Process, operation


class TokenizeJsonRequest(FieldsRequest):
    format: TokenFormat | None = Field(
        None, description="Which characters are replaced by others of the kind."
    )


class TokenizeJsonResult(BaseModel):
    document: Any
    fields: int = Field(description="How many were replaced.")


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
