"""Derive a key from a password with PBKDF2 (RFC 8018), where a protocol requires it. Argon2 is better."""

import hashlib
from typing import Annotated

from pydantic import Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.passwords.derivation import (
    DerivationRequest,
    DerivationResult,
    DerivationTooCostly,
    KdfHash,
    derived,
    require_affordable,
)
from servicekit import Process, operation

_HASH_BYTES: dict[KdfHash, int] = {"sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
_MAX_WORK: dict[KdfHash, int] = {
    "sha1": 6_000_000,
    "sha256": 6_000_000,
    "sha384": 3_000_000,
    "sha512": 3_000_000,
}
Iterations = Annotated[int, Field(ge=1, le=6_000_000)]


class Pbkdf2Request(DerivationRequest):
    hash: KdfHash = Field(default="sha256", description="Hash function of the derivation.")
    iterations: Iterations = Field(
        600_000,
        description="600,000 for SHA-256 and 210,000 for SHA-512 are usual. Each block of the hash's size in "
        "'length_bytes' takes all of them; together at most 6,000,000, or 3,000,000 for SHA-384 and SHA-512.",
    )


@operation(
    "/kdf/pbkdf2",
    errors=[UndecodableText, DerivationTooCostly],
    example={"input": "correct horse"},
    run=Process(),
    secret=True,
)
def derive_with_pbkdf2(request: Pbkdf2Request) -> DerivationResult:
    secret, salt = request.input_bytes(), request.salt_bytes()
    blocks = -(-request.length_bytes // _HASH_BYTES[request.hash])
    require_affordable(
        request.iterations * blocks,
        _MAX_WORK[request.hash],
        f"iterations times {blocks} blocks of output",
        ("iterations", "length_bytes"),
    )
    key = hashlib.pbkdf2_hmac(request.hash, secret, salt, request.iterations, request.length_bytes)
    return derived(key, salt, request.output)
