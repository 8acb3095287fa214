"""Hash a password for storage with Argon2id, bcrypt or scrypt at the recommended cost."""

from pydantic import BaseModel

from flowforge_crypto.core.passwords.fields import Password, password_bytes
from flowforge_crypto.core.passwords.hashing import PasswordTooLong, Scheme, hash_password
from servicekit import Process, RequestBody, operation


class HashPasswordRequest(RequestBody):
    password: Password
    scheme: Scheme = "argon2id"


class HashPasswordResult(BaseModel):
    hash: str
    scheme: Scheme


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
