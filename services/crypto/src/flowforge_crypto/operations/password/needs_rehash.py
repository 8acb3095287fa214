"""Check whether a stored password hash is weaker than a new one would be, without the password."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.hashing import (
    PasswordHashTooCostly,
    Scheme,
    UnknownPasswordHash,
    needs_rehash,
    parse,
)
from servicekit import Inline, RequestBody, operation


class NeedsRehashRequest(RequestBody):
    hash: str = Field(description="A stored hash, as password/hash returned it.")
    scheme: Scheme = Field("argon2id", description="Scheme of a new hash.")


class NeedsRehashResult(BaseModel):
    needs_rehash: bool = Field(description="Whether to hash the password again when its owner next logs in.")
    scheme: Scheme = Field(description="Scheme of 'hash'.")


@operation(
    "/password/needs-rehash",
    errors=[UnknownPasswordHash, PasswordHashTooCostly],
    example={"hash": "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"},
    run=Inline(),
    secret=True,
)
def check_rehash(request: NeedsRehashRequest) -> NeedsRehashResult:
    return NeedsRehashResult(
        needs_rehash=needs_rehash(request.hash, request.scheme), scheme=parse(request.hash).scheme
    )
