"""Describe a key and compute its thumbprints."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.keys.reading import READING_ERRORS, read_key_text
from flowforge_crypto.core.keys.types import is_private, type_of
from flowforge_crypto.core.keys.writing import openssh_fingerprint, spki_sha256
from flowforge_crypto.operations.key.convert import _EXAMPLE
from servicekit import Process, RequestBody, operation


class ThumbprintRequest(RequestBody):
    key: SecretStr = Field(description="PEM, JWK, OpenSSH, base64 DER, or a certificate in PEM.")
    passphrase: SecretStr | None = Field(
        None, max_length=1000, description="Passphrase of an encrypted 'key'."
    )


class ThumbprintResult(BaseModel):
    type: str = Field(description="Algorithm and size of the key, such as rsa-2048.")
    private: bool = Field(description="Whether it is a private key.")
    spki_sha256: str = Field(description="SHA-256 of the public key in DER, hexadecimal.")
    jwk_sha256: str | None = Field(
        description="RFC 7638, base64url: the usual 'kid'. Null if the type has no JWK."
    )
    openssh: str | None = Field(
        description="As printed by ssh-keygen -l; null if OpenSSH does not support the type."
    )


@operation(
    "/key/thumbprint",
    errors=[*READING_ERRORS],
    example={"key": _EXAMPLE},
    run=Process(),
    secret=True,
)
def thumbprint_key(request: ThumbprintRequest) -> ThumbprintResult:
    from flowforge_crypto.core.keys import jwk  # noqa: PLC0415 - loads the JOSE library

    passphrase = request.passphrase.get_secret_value() if request.passphrase else None
    key = read_key_text(request.key.get_secret_value(), "key", passphrase, check_primes=True)
    try:
        of_jwk = jwk.thumbprint(key)
    except ValueError:
        of_jwk = None
    return ThumbprintResult(
        type=type_of(key),
        private=is_private(key),
        spki_sha256=spki_sha256(key),
        jwk_sha256=of_jwk,
        openssh=openssh_fingerprint(key),
    )
