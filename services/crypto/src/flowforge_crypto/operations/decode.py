"""Decode a text: base16 to base85, URL, HTML, quoted-printable or punycode."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.schemes import NotDecodable, Scheme, TooLongForScheme, decode_as
from flowforge_crypto.core.encodings.text import InputEncoding, PlaintextIsBinary, present
from servicekit import Inline, RequestBody, operation


class DecodeRequest(RequestBody):
    text: str = Field(description="The encoded text.")
    scheme: Scheme = Field("base64", description="The encoding of 'text'.")
    output: InputEncoding = Field("utf-8", description="Encoding of the bytes in the result.")


class DecodeResult(BaseModel):
    text: str = Field(description="The decoded content: as text, or base64 if the request asks for it.")


@operation(
    "/decode",
    errors=[NotDecodable, PlaintextIsBinary, TooLongForScheme],
    example={"text": "Cn8eVZg", "scheme": "base58"},
    run=Inline(),
)
def decode_text(request: DecodeRequest) -> DecodeResult:
    return DecodeResult(text=present(decode_as(request.text, request.scheme), request.output))
