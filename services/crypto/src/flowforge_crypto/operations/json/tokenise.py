"""Replace single fields of a JSON document by tokens: the same value gives the same token.

Tokens can be compared, joined and counted without the key, and json/decrypt turns them back with it.
"""

from typing import Any

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings import UndecodableText, decode
from flowforge_crypto.core.field_sealing import FieldSealer
from flowforge_crypto.core.json_fields import InvalidJsonPath, Paths, RootChosen, TooManyFields, replace
from flowforge_crypto.core.key_source import InvalidKey, read_key
from servicekit import Process, RequestBody, operation


class TokeniseJsonRequest(RequestBody):
    document: Any
    paths: Paths
    key: SecretStr = Field(description="256-bit key as hex, base64 or base64url.")
    associated_data: str = Field("", description="Context to bind the fields to, such as a record's id.")


class TokeniseJsonResult(BaseModel):
    document: Any
    fields: int = Field(description="How many were replaced.")


@operation(
    "/json/tokenise",
    errors=[InvalidKey, UndecodableText, InvalidJsonPath, RootChosen, TooManyFields],
    example={
        "document": {"id": 7, "customer": {"email": "alice@example.com"}},
        "paths": ["$.customer.email"],
        "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    },
    run=Process(),
    secret=True,
)
def tokenise_json(request: TokeniseJsonRequest) -> TokeniseJsonResult:
    associated = decode(request.associated_data, "utf-8", "associated_data")
    sealer = FieldSealer(read_key(request.key.get_secret_value()), associated)
    document, fields = replace(request.document, request.paths, sealer.tokenise)
    return TokeniseJsonResult(document=document, fields=fields)
