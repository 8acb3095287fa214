"""Generate a random symmetric key for encryption or HMAC."""

import json
import secrets
from typing import Literal

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import ByteEncoding, encode
from servicekit import Inline, RequestBody, operation

Bits = Literal[128, 192, 256, 384, 512]


class GenerateSymmetricRequest(RequestBody):
    bits: Bits = Field(default=256, description="Length of the key.")
    format: ByteEncoding | Literal["jwk"] = Field(default="base64", description="Encoding of the key.")


class GenerateSymmetricResult(BaseModel):
    key: str = Field(description="The key in the requested encoding.")
    bits: Bits = Field(description="Length of the key.")


@operation("/key/generate-symmetric", example={"bits": 256, "format": "base64"}, run=Inline(), secret=True)
def generate_symmetric_key(request: GenerateSymmetricRequest) -> GenerateSymmetricResult:
    key = secrets.token_bytes(request.bits // 8)
    if request.format == "jwk":
        text = json.dumps({"kty": "oct", "k": encode(key, "base64url")}, separators=(",", ":"))
    else:
        text = encode(key, request.format)
    return GenerateSymmetricResult(key=text, bits=request.bits)
