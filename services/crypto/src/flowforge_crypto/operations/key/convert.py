"""Convert a key to another format, and add, change or remove its passphrase."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.keys.reading import READING_ERRORS, read_key_text
from flowforge_crypto.core.keys.types import is_private, type_of
from flowforge_crypto.core.keys.writing import FormatNotForKey, KeyFormat, write_key
from servicekit import Process, RequestBody, operation

_EXAMPLE = (
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    "-----END PUBLIC KEY-----\n"
)  # RFC 8410, section 10.1


class ConvertKeyRequest(RequestBody):
    key: SecretStr = Field(description="PEM, JWK, OpenSSH, base64 DER, or a certificate in PEM.")
    passphrase: SecretStr | None = Field(
        None, max_length=1000, description="Passphrase of an encrypted 'key'."
    )
    format: KeyFormat = Field(default="pem", description="Format of the new key.")
    new_passphrase: SecretStr | None = Field(
        None,
        min_length=1,
        max_length=1000,
        description="Passphrase to encrypt the result with; not for JWK or public keys.",
    )


class ConvertKeyResult(BaseModel):
    key: str = Field(description="The key in its new format; DER in base64.")
    type: str = Field(description="Algorithm and size of the key, such as rsa-2048.")
    private: bool = Field(description="Whether it is a private key.")
    format: KeyFormat = Field(description="Format of the new key.")


@operation(
    "/key/convert",
    errors=[*READING_ERRORS, FormatNotForKey],
    example={"key": _EXAMPLE, "format": "jwk"},
    run=Process(),
    secret=True,
)
def convert_key(request: ConvertKeyRequest) -> ConvertKeyResult:
    old = request.passphrase.get_secret_value() if request.passphrase else None
    new = request.new_passphrase.get_secret_value() if request.new_passphrase else None
    key = read_key_text(request.key.get_secret_value(), "key", old, check_primes=True)
    return ConvertKeyResult(
        key=write_key(key, request.format, new),
        type=type_of(key),
        private=is_private(key),
        format=request.format,
    )
