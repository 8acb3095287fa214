"""What every key derivation takes and gives."""

import secrets
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import ByteEncoding, InputEncoding, OutputEncoding, decode, encode
from servicekit import RequestBody

LengthBytes = Annotated[int, Field(ge=1, le=1024)]
KdfHash = Literal["sha256", "sha384", "sha512", "sha1"]


class DerivationRequest(RequestBody):
    input: SecretStr = Field(description="The password or key to derive from.")
    input_encoding: InputEncoding = "utf-8"
    salt: str | None = Field(None, description="By default 16 random bytes, given back.")
    salt_encoding: InputEncoding = "hex"
    length_bytes: LengthBytes = 32
    output: OutputEncoding = "hex"

    def input_bytes(self) -> bytes:
        return decode(self.input.get_secret_value(), self.input_encoding, "input")

    def salt_bytes(self) -> bytes:
        return secrets.token_bytes(16) if self.salt is None else decode(self.salt, self.salt_encoding, "salt")


class DerivationResult(BaseModel):
    key: str
    salt: str = Field(description="In the encoding of 'output'.")


def derived(key: bytes, salt: bytes, output: ByteEncoding) -> DerivationResult:
    return DerivationResult(key=encode(key, output), salt=encode(salt, output))
