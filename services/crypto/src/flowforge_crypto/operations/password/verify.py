"""Verify a password against its stored hash: Argon2, bcrypt or scrypt, detected from the hash."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.fields import Password, password_bytes
from flowforge_crypto.core.passwords.hashing import (
    PasswordHashTooCostly,
    PasswordTooLong,
    SignExtendedHash,
    UnknownPasswordHash,
    needs_rehash,
    parse,
    verify_password,
)
from servicekit import Process, RequestBody, operation


class VerifyPasswordRequest(RequestBody):
    password: Password = Field(description="The password that somebody entered.")
    hash: str = Field(description="The stored hash, as password/hash returned it.")


class VerifyPasswordResult(BaseModel):
    valid: bool = Field(description="Whether the password belongs to the hash.")
    needs_rehash: bool = Field(
        description="True if the hash is weaker than recommended: hash the password again and store it."
    )


@operation(
    "/password/verify",
    errors=[UnknownPasswordHash, PasswordHashTooCostly, PasswordTooLong, SignExtendedHash],
    example={
        "password": "U*U",
        "hash": "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    },
    run=Process(),
    secret=True,
)
def verify_a_password(request: VerifyPasswordRequest) -> VerifyPasswordResult:
    valid = verify_password(password_bytes(request.password), request.hash)
    return VerifyPasswordResult(
        valid=valid, needs_rehash=needs_rehash(request.hash, parse(request.hash).scheme)
    )
