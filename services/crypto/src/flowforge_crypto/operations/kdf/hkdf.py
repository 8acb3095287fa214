"""Derive a key from a key with HKDF (RFC 5869). For passwords use argon2, scrypt or pbkdf2."""

from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field

from flowforge_crypto.core.encodings.text import InputEncoding, UndecodableText, decode
from flowforge_crypto.core.passwords.derivation import DerivationRequest, DerivationResult, KdfHash, derived
from servicekit import Inline, operation

_HASHES: dict[KdfHash, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sha1": hashes.SHA1,
}


class HkdfRequest(DerivationRequest):
    hash: KdfHash = Field(default="sha256", description="Hash function of the derivation.")
    info: str = Field("", description="Purpose of the key: each purpose gives another key.")
    info_encoding: InputEncoding = "utf-8"


@operation(
    "/kdf/hkdf",
    errors=[UndecodableText],
    example={"input": "000102030405060708090a0b0c0d0e0f", "input_encoding": "hex", "info": "database"},
    run=Inline(),
    secret=True,
)
def derive_with_hkdf(request: HkdfRequest) -> DerivationResult:
    salt = request.salt_bytes()
    info = decode(request.info, request.info_encoding, "info")
    kdf = HKDF(algorithm=_HASHES[request.hash](), length=request.length_bytes, salt=salt, info=info)
    return derived(kdf.derive(request.input_bytes()), salt, request.output)
