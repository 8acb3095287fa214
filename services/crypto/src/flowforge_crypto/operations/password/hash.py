"""Hash a password for storage with Argon2id, bcrypt or scrypt at the recommended cost."""

from pydantic import BaseModel, Field

from flowforge_crypto.core.passwords.fields import Password, password_bytes
from flowforge_crypto.core.passwords.hashing import PasswordTooLong, Scheme, hash_password
from servicekit import Process, RequestBody, operation


class HashPasswordRequest(RequestBody):
    password: Password = Field(description="The password to store.")
    scheme: Scheme = Field(
        default="argon2id", description="Function that hashes it; `argon2id` is the recommended one."
    )


class HashPasswordResult(BaseModel):
    hash: str = Field(description="The hash with its salt and cost, to store as it is.")
    scheme: Scheme = Field(description="Function that hashed it.")


@operation(
    "/password/hash",
    errors=[PasswordTooLong],
    example={"password": "correct horse"},
    run=Process(),
    secret=True,
)
def hash_a_password(request: HashPasswordRequest) -> HashPasswordResult:
    made = hash_password(password_bytes(request.password), request.scheme)
    return HashPasswordResult(hash=made, scheme=request.scheme)
