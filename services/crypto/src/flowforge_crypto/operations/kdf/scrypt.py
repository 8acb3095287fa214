"""Derive a key from a password: scrypt (RFC 7914)."""

from typing import Annotated

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import Field

from flowforge_crypto.core.derivation import DerivationRequest, DerivationResult, derived
from flowforge_crypto.core.encodings import UndecodableText
from servicekit import operation


class ScryptRequest(DerivationRequest):
    log2_n: Annotated[int, Field(ge=1, le=18, description="Cost: memory is 128 * r * 2^log2_n bytes.")] = 17
    r: Annotated[int, Field(ge=1, le=8)] = 8
    p: Annotated[int, Field(ge=1, le=16)] = 1


@operation("/kdf/scrypt", errors=[UndecodableText], example={"input": "correct horse"}, secret=True)
def derive_with_scrypt(request: ScryptRequest) -> DerivationResult:
    salt = request.salt_bytes()
    kdf = Scrypt(salt=salt, length=request.length_bytes, n=1 << request.log2_n, r=request.r, p=request.p)
    return derived(kdf.derive(request.input_bytes()), salt, request.output)
