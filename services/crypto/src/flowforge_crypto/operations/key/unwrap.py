"""Unwrap a key that was wrapped with AES key wrap (RFC 3394, or RFC 5649 with padding)."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import (
    ByteEncoding,
    InputEncoding,
    PlaintextIsBinary,
    UndecodableText,
    decode,
    present,
)
from flowforge_crypto.core.encryption.key_source import KeyEncoding, WrongKeySize, read_sized_key
from flowforge_crypto.core.encryption.key_wrap import KEK_BYTES, NotUnwrappable, unwrap
from servicekit import Inline, RequestBody, operation


class UnwrapKeyRequest(RequestBody):
    ciphertext: str = Field(description="The wrapped key.")
    encoding: ByteEncoding = Field("base64", description="Encoding of the ciphertext.")
    key: SecretStr = Field(description="The key-encryption key: 16, 24 or 32 bytes.")
    key_encoding: KeyEncoding = Field("auto", description="auto reads hex, base64 and base64url.")
    padding: bool = Field(
        default=False, description="RFC 5649, for keys of any length; false is RFC 3394, as A256KW in JOSE."
    )
    output: InputEncoding = Field("base64", description="Encoding of the key in the result.")


class UnwrapKeyResult(BaseModel):
    text: str = Field(description="The unwrapped key in the requested encoding.")


@operation(
    "/key/unwrap",
    errors=[UndecodableText, WrongKeySize, NotUnwrappable, PlaintextIsBinary],
    example={
        "ciphertext": "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
        "encoding": "hex",
        "key": "000102030405060708090a0b0c0d0e0f",
    },
    run=Inline(),
    secret=True,
)
def unwrap_key(request: UnwrapKeyRequest) -> UnwrapKeyResult:
    key = read_sized_key(request.key.get_secret_value(), request.key_encoding, KEK_BYTES)
    data = decode(request.ciphertext, request.encoding, "ciphertext")
    return UnwrapKeyResult(text=present(unwrap(key, data, padded=request.padding), request.output))
