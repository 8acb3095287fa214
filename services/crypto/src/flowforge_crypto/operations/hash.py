"""Hash a text or a file of any allowed size.

MD5, SHA-1 and the checksums are marked `"weak": true`: they detect accidental changes, not attacks.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import OutputEncoding, UndecodableText, encode
from flowforge_crypto.core.signatures.digests import EXTENDABLE, WEAK, HashAlgorithm, digest_all, start
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import Inline, InvalidInput, operation

LengthBytes = Annotated[int, Field(ge=1, le=1024)]


class LengthIsFixed(InvalidInput):
    code = "HASH_LENGTH_FIXED"
    message = "'length_bytes' does not apply to {algorithm}, only to {extendable}."


class HashForm(TextOrFile):
    algorithm: HashAlgorithm = Field(default="sha256", description="Hash function.")
    length_bytes: LengthBytes | None = Field(
        None, description="Length of the hash; for shake128, shake256 and blake3 only."
    )
    output: OutputEncoding = "hex"


class HashResult(BaseModel):
    algorithm: HashAlgorithm = Field(description="Hash function that was used.")
    hash: str = Field(description="The hash in the requested encoding.")
    weak: bool = Field(description="True if different inputs with the same hash can be found.")
    size_bytes: int = Field(description="Size of the data that was hashed.")


@operation(
    "/hash",
    errors=[UndecodableText, LengthIsFixed],
    example={"text": "hello", "algorithm": "sha256"},
    run=Inline(),
)
def hash_data(form: HashForm) -> HashResult:
    if form.length_bytes is not None and form.algorithm not in EXTENDABLE:
        raise LengthIsFixed(algorithm=form.algorithm, extendable=", ".join(EXTENDABLE))
    if form.file is not None and form.algorithm == "sha256":
        value, size = bytes.fromhex(form.file.sha256), form.file.size  # known since the upload
    else:
        digest = start(form.algorithm, form.length_bytes)
        size = digest_all(form.pieces(), [digest])
        value = digest.digest()
    return HashResult(
        algorithm=form.algorithm,
        hash=encode(value, form.output),
        weak=form.algorithm in WEAK,
        size_bytes=size,
    )
