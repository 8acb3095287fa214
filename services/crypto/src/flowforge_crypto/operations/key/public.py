"""Extract the public key of a private key or a certificate."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.keys.reading import READING_ERRORS, read_key_text
from flowforge_crypto.core.keys.types import public_of, type_of
from flowforge_crypto.core.keys.writing import FormatNotForKey, KeyFormat, write_key
from servicekit import Process, RequestBody, operation

_EXAMPLE = (
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n"
)  # RFC 8410, section 10.3


class PublicKeyRequest(RequestBody):
    key: SecretStr = Field(description="PEM, JWK, OpenSSH, base64 DER, or a certificate in PEM.")
    passphrase: SecretStr | None = Field(
        None, max_length=1000, description="Passphrase of an encrypted 'key'."
    )
    format: KeyFormat = Field(default="pem", description="Format of the public key.")


class PublicKeyResult(BaseModel):
    public_key: str = Field(description="The public key; DER in base64.")
    type: str = Field(description="Algorithm and size of the key, such as rsa-2048.")
    format: KeyFormat = Field(description="Format of the public key.")


@operation(
    "/key/public",
    errors=[*READING_ERRORS, FormatNotForKey],
    example={"key": _EXAMPLE, "format": "openssh"},
    run=Process(),
    secret=True,
)
def extract_public_key(request: PublicKeyRequest) -> PublicKeyResult:
    passphrase = request.passphrase.get_secret_value() if request.passphrase else None
    key = read_key_text(request.key.get_secret_value(), "key", passphrase, check_primes=True)
    return PublicKeyResult(
        public_key=write_key(public_of(key), request.format), type=type_of(key), format=request.format
    )
