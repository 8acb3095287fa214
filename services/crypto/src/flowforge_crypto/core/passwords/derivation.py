"""What every key derivation takes and gives."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.encodings.text import ByteEncoding, InputEncoding, OutputEncoding, decode, encode
from servicekit import RequestBody, ResourceLimit

LengthBytes = Annotated[int, Field(ge=1, le=1024)]
KdfHash = Literal["sha256", "sha384", "sha512", "sha1"]


class DerivationTooCostly(ResourceLimit):
    code = "KDF_TOO_COSTLY"
    message = "{named} ask for too much work together: {product} is {work}, and at most {limit} is allowed."


def require_affordable(work: int, limit: int, product: str, fields: Sequence[str]) -> None:
    """Raise DerivationTooCostly, which names all the fields, if *work* is above *limit*."""
    if work > limit:
        named = " and ".join((", ".join(f"'{one}'" for one in fields[:-1]), f"'{fields[-1]}'"))
        raise DerivationTooCostly(
            fields=fields, named=named, product=product, work=f"{work:,}", limit=f"{limit:,}"
        )


class DerivationRequest(RequestBody):
    input: SecretStr = Field(description="The password or key to derive from.")
    input_encoding: InputEncoding = "utf-8"
    salt: str | None = Field(None, description="By default 16 random bytes, which are returned.")
    salt_encoding: InputEncoding = "hex"
    length_bytes: LengthBytes = Field(default=32, description="Length of the derived key.")
    output: OutputEncoding = "hex"

    def input_bytes(self) -> bytes:
        return decode(self.input.get_secret_value(), self.input_encoding, "input")

    def salt_bytes(self) -> bytes:
        return secrets.token_bytes(16) if self.salt is None else decode(self.salt, self.salt_encoding, "salt")


class DerivationResult(BaseModel):
    key: str = Field(description="The derived key in the requested encoding.")
    salt: str = Field(description="In the encoding of 'output'.")


def derived(key: bytes, salt: bytes, output: ByteEncoding) -> DerivationResult:
    return DerivationResult(key=encode(key, output), salt=encode(salt, output))
