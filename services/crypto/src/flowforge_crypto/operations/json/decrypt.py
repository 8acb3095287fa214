"""Decrypt and detokenize the fields of a JSON document."""

from typing import Any

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.strict_json import JsonDocument
from flowforge_crypto.core.encodings.text import UndecodableText, decode
from flowforge_crypto.core.encryption.fields.json_paths import replace_texts
from flowforge_crypto.core.encryption.fields.sealing import FieldRefused, FieldSealer
from flowforge_crypto.core.encryption.key_source import InvalidKey, read_key
from servicekit import RequestBody, operation


class DecryptJsonRequest(RequestBody):
    document: JsonDocument = Field(
        description="A JSON value with encrypted fields or tokens, wherever they stand."
    )
    key: SecretStr = Field(description="256-bit key as hex, base64 or base64url.")
    associated_data: str = Field("", description="The same as at encryption.")


class DecryptJsonResult(BaseModel):
    document: Any = Field(description="The document with these fields in the clear.")


@operation(
    "/json/decrypt",
    errors=[InvalidKey, UndecodableText, FieldRefused],
    example={
        "document": {"id": 7, "email": "alice@example.com"},
        "key": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
    },
    secret=True,
)
def decrypt_json(request: DecryptJsonRequest) -> DecryptJsonResult:
    associated = decode(request.associated_data, "utf-8", "associated_data")
    sealer = FieldSealer(read_key(request.key.get_secret_value()), associated)
    return DecryptJsonResult(document=replace_texts(request.document, sealer.open))
