"""The password in a request."""

from typing import Annotated

from pydantic import Field, SecretStr

MAX_CHARACTERS = 1024
Password = Annotated[SecretStr, Field(max_length=MAX_CHARACTERS)]


def password_bytes(password: SecretStr) -> bytes:
    """Return the password in UTF-8, as every scheme takes it."""
    return password.get_secret_value().encode("utf-8", "surrogatepass")
