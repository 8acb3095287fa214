"""Derive a key from a password with Argon2 (RFC 9106)."""

from typing import Annotated, Literal

from pydantic import Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.passphrases import MAX_ARGON2_WORK
from flowforge_crypto.core.passwords.derivation import (
    DerivationRequest,
    DerivationResult,
    DerivationTooCostly,
    derived,
    require_affordable,
)
from servicekit import InvalidInput, Process, operation


class Argon2NotPossible(InvalidInput):
    code = "ARGON2_NOT_POSSIBLE"
    message = "Argon2 needs a 'salt' of at least 8 bytes, 4 bytes of key, and 8 KiB of memory for each lane."


class Argon2Request(DerivationRequest):
    variant: Literal["argon2id", "argon2i", "argon2d"] = Field(
        default="argon2id",
        description="`argon2id` resists both kinds of attack; the others are for interoperability.",
    )
    memory_kib: Annotated[int, Field(ge=8, le=262_144)] = Field(
        65_536, description="Memory in KiB; times 'passes' at most 1,048,576."
    )
    passes: Annotated[int, Field(ge=1, le=16, description="Passes over the memory: more take longer.")] = 3
    lanes: Annotated[int, Field(ge=1, le=16, description="Parallel lanes; the result depends on them.")] = 4


@operation(
    "/kdf/argon2",
    errors=[UndecodableText, Argon2NotPossible, DerivationTooCostly],
    example={"input": "correct horse"},
    run=Process(),
    secret=True,
)
def derive_with_argon2(request: Argon2Request) -> DerivationResult:
    from argon2 import exceptions, low_level  # noqa: PLC0415 - loaded by the first call that needs it

    variants = {"argon2id": low_level.Type.ID, "argon2i": low_level.Type.I, "argon2d": low_level.Type.D}
    secret, salt = request.input_bytes(), request.salt_bytes()
    work = request.memory_kib * request.passes
    require_affordable(work, MAX_ARGON2_WORK, "memory_kib times passes", ("memory_kib", "passes"))
    try:
        key = low_level.hash_secret_raw(
            secret,
            salt,
            time_cost=request.passes,
            memory_cost=request.memory_kib,
            parallelism=request.lanes,
            hash_len=request.length_bytes,
            type=variants[request.variant],
        )
    except exceptions.HashingError as error:
        raise Argon2NotPossible from error
    return derived(key, salt, request.output)
