"""Compute several or all hashes of a text or a file in one pass."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.encodings.text import OutputEncoding, UndecodableText, encode
from flowforge_crypto.core.signatures.digests import (
    ALGORITHMS,
    WEAK,
    HashAlgorithm,
    TooManyHashes,
    digest_all,
    require_affordable,
    start,
)
from flowforge_crypto.core.signatures.sources import TextOrFile
from servicekit import operation

Algorithms = Annotated[
    list[HashAlgorithm],
    Field(min_length=1, max_length=len(ALGORITHMS), description="Hash algorithms; by default all."),
]


class HashesForm(TextOrFile):
    algorithms: Algorithms = Field(list(ALGORITHMS))
    output: OutputEncoding = "hex"


class NamedHash(BaseModel):
    algorithm: HashAlgorithm = Field(description="Hash function.")
    hash: str = Field(description="The hash in the requested encoding.")
    weak: bool = Field(
        description=(
            "Whether the algorithm gives no protection against deliberate changes, as MD5 and CRC-32."
        )
    )


class HashesResult(BaseModel):
    hashes: list[NamedHash] = Field(description="One hash for each algorithm.")
    size_bytes: int = Field(description="Size of what was hashed.")


@operation(
    "/hashes",
    errors=[UndecodableText, TooManyHashes],
    example={"text": "hello", "algorithms": ["sha256", "md5"]},
)
def hash_data_in_every_way(form: HashesForm) -> HashesResult:
    if form.file is not None:
        require_affordable(form.algorithms, form.file.size)
    known = {"sha256": bytes.fromhex(form.file.sha256)} if form.file else {}
    digests = {name: start(name) for name in dict.fromkeys(form.algorithms) if name not in known}
    size = digest_all(form.pieces(), list(digests.values())) if digests or not form.file else form.file.size
    values = known | {name: digest.digest() for name, digest in digests.items()}
    hashes = [
        NamedHash(algorithm=name, hash=encode(values[name], form.output), weak=name in WEAK)
        for name in dict.fromkeys(form.algorithms)
    ]
    return HashesResult(hashes=hashes, size_bytes=size)
