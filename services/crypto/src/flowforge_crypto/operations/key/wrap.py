"""Wrap a key under another key with AES key wrap (RFC 3394, or RFC 5649 with padding)."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import (
    InputEncoding,
    OutputEncoding,
    UndecodableText,
    decode,
    encode,
)
from flowforge_crypto.core.encryption.key_source import KeyEncoding, WrongKeySize, read_sized_key
from flowforge_crypto.core.encryption.key_wrap import KEK_BYTES, NotWrappable, wrap
from servicekit import Inline, RequestBody, operation


class WrapKeyRequest(RequestBody):
    text: SecretStr = Field(description="The key to wrap.")
    encoding: InputEncoding = Field("base64", description="Encoding of 'text'.")
    key: SecretStr = Field(description="The key-encryption key: 16, 24 or 32 bytes.")
    key_encoding: KeyEncoding = Field("auto", description="auto reads hex, base64 and base64url.")
    padding: bool = Field(
        default=False, description="RFC 5649, for keys of any length; false is RFC 3394, as A256KW in JOSE."
    )
    output: OutputEncoding = "base64"


class WrapKeyResult(BaseModel):
    ciphertext: str = Field(description="The wrapped key in the requested encoding.")


@operation(
    "/key/wrap",
    errors=[UndecodableText, WrongKeySize, NotWrappable],
    example={
        "text": "00112233445566778899aabbccddeeff",
        "encoding": "hex",
        "key": "000102030405060708090a0b0c0d0e0f",
    },
    run=Inline(),
    secret=True,
)
def wrap_key(request: WrapKeyRequest) -> WrapKeyResult:
    key = read_sized_key(request.key.get_secret_value(), request.key_encoding, KEK_BYTES)
    data = decode(request.text.get_secret_value(), request.encoding, "text")
    return WrapKeyResult(ciphertext=encode(wrap(key, data, padded=request.padding), request.output))
