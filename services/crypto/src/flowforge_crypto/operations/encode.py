"""Encode a text or bytes: base16 to base85, URL, HTML, quoted-printable or punycode."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.schemes import NotEncodable, Scheme, TooLongForScheme, encode_as
from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from servicekit import Inline, RequestBody, operation


class EncodeRequest(RequestBody):
    text: str = Field(description="The text to encode, or bytes in base64 as the request says.")
    encoding: InputEncoding = "utf-8"
    scheme: Scheme = Field(
        "base64",
        description="Encoding of the result. html takes UTF-8 text and punycode a domain name; "
        "all others take any bytes.",
    )


class EncodeResult(BaseModel):
    text: str = Field(description="The encoded text.")


@operation(
    "/encode",
    errors=[UndecodableText, NotEncodable, TooLongForScheme],
    example={"text": "hello", "scheme": "base58"},
    run=Inline(),
)
def encode_text(request: EncodeRequest) -> EncodeResult:
    return EncodeResult(text=encode_as(decode(request.text, request.encoding), request.scheme))
