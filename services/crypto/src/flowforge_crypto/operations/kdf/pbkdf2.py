"""Derive a key from a password: PBKDF2 (RFC 8018), for what asks for it; argon2 is better."""

import hashlib
from typing import Annotated

from pydantic import Field

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.passwords.derivation import DerivationRequest, DerivationResult, KdfHash, derived
from servicekit import operation

Iterations = Annotated[int, Field(ge=1, le=5_000_000)]


class Pbkdf2Request(DerivationRequest):
    hash: KdfHash = "sha256"
    iterations: Iterations = Field(
        600_000, description="600,000 for SHA-256 and 210,000 for SHA-512 are usual."
    )


@operation("/kdf/pbkdf2", errors=[UndecodableText], example={"input": "correct horse"}, secret=True)
def derive_with_pbkdf2(request: Pbkdf2Request) -> DerivationResult:
    salt = request.salt_bytes()
    key = hashlib.pbkdf2_hmac(
        request.hash, request.input_bytes(), salt, request.iterations, request.length_bytes
    )
    return derived(key, salt, request.output)
