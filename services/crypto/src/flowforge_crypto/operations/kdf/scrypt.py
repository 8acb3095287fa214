"""Derive a key from a password with scrypt (RFC 7914)."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.passphrases import (
    MAX_SCRYPT_WORK,
    require_possible,
    scrypt,
    scrypt_work,
)
from flowforge_crypto.core.passwords.derivation import (
    DerivationRequest,
    DerivationResult,
    DerivationTooCostly,
    derived,
    require_affordable,
)
from servicekit import Process, operation


class ScryptRequest(DerivationRequest):
    log2_n: Annotated[int, Field(ge=1, le=18, description="Cost: memory is 128 * r * 2^log2_n bytes.")] = 17
    r: Annotated[int, Field(ge=1, le=8, description="Block size: memory is 128 * n * r bytes.")] = 8
    p: Annotated[
        int, Field(ge=1, le=16, description="Parallelization: work grows with it, memory does not.")
    ] = 1

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        require_possible(self.log2_n, self.r)
        return self


@operation(
    "/kdf/scrypt",
    errors=[UndecodableText, DerivationTooCostly],
    example={"input": "correct horse"},
    run=Process(),
    secret=True,
)
def derive_with_scrypt(request: ScryptRequest) -> DerivationResult:
    salt = request.salt_bytes()
    work = scrypt_work(request.log2_n, request.r, request.p)
    require_affordable(work, MAX_SCRYPT_WORK, "2^log2_n times r times p", ("log2_n", "r", "p"))
    key = scrypt(request.input_bytes(), salt, (request.log2_n, request.r, request.p), request.length_bytes)
    return derived(key, salt, request.output)
