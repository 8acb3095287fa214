"""Replace single fields of a JSON document by tokens: the same value gives the same token.

Tokens can be compared, joined and counted without the key, and json/decrypt turns them back with it.
"""

from typing import Any

from pydantic import BaseModel, Field

from flowforge_crypto.core.field_requests import FIELDS_ERRORS, FIELDS_EXAMPLE, FieldsRequest
from flowforge_crypto.core.json_fields import replace
from servicekit import Process, operation


class TokeniseJsonRequest(FieldsRequest):
    pass


class TokeniseJsonResult(BaseModel):
    document: Any
    fields: int = Field(description="How many were replaced.")


@operation("/json/tokenise", errors=FIELDS_ERRORS, example=FIELDS_EXAMPLE, run=Process(), secret=True)
def tokenise_json(request: TokeniseJsonRequest) -> TokeniseJsonResult:
    document, fields = replace(request.document, request.paths, request.sealer().tokenise)
    return TokeniseJsonResult(document=document, fields=fields)
