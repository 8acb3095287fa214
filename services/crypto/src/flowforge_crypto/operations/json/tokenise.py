"""Replace single fields of a JSON document by tokens: the same value gives the same token.

Tokens can be compared, joined and counted without the key, and json/decrypt turns them back with it. With
`format` they look like what they stand for (a card number stays sixteen digits, its blanks in place): then
json/detokenise turns them back.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.encryption.fields.formatted_tokens import FormatNotForField, TokenFormat
from flowforge_crypto.core.encryption.fields.json_paths import replace
from flowforge_crypto.core.encryption.fields.requests import FIELDS_ERRORS, FIELDS_EXAMPLE, FieldsRequest
from servicekit import Process, operation


class TokeniseJsonRequest(FieldsRequest):
    format: TokenFormat | None = Field(
        None, description="Which characters are replaced by others of the kind."
    )


class TokeniseJsonResult(BaseModel):
    document: Any
    fields: int = Field(description="How many were replaced.")


@operation(
    "/json/tokenise",
    errors=[*FIELDS_ERRORS, FormatNotForField],
    example=FIELDS_EXAMPLE,
    run=Process(),
    secret=True,
)
def tokenise_json(request: TokeniseJsonRequest) -> TokeniseJsonResult:
    change = request.sealer().tokenise if request.format is None else request.formatted(request.format).make
    document, fields = replace(request.document, request.paths, change)
    return TokeniseJsonResult(document=document, fields=fields)
