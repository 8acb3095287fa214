"""Generate random bytes with the operating system's generator."""

import secrets
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import ByteEncoding, OutputEncoding, encode
from servicekit import Inline, RequestBody, operation


class RandomRequest(RequestBody):
    length_bytes: Annotated[int, Field(ge=1, le=65_536, description="How many; 32 make a 256-bit key.")] = 32
    output: OutputEncoding = "hex"


class RandomResult(BaseModel):
    value: str = Field(description="The random bytes in the requested encoding.")
    length_bytes: int = Field(description="How many bytes were generated.")
    output: ByteEncoding = Field(description="Encoding of `value`.")


@operation("/random", example={"length_bytes": 32, "output": "base64"}, run=Inline(), secret=True)
def make_random_bytes(request: RandomRequest) -> RandomResult:
    value = encode(secrets.token_bytes(request.length_bytes), request.output)
    return RandomResult(value=value, length_bytes=request.length_bytes, output=request.output)
