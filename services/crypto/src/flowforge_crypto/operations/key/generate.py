"""Generate a key pair: RSA, elliptic curve, Ed25519, X25519, ML-KEM or ML-DSA."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.keys.types import KeyType, generate
from flowforge_crypto.core.keys.writing import FormatNotForKey, KeyFormat, spki_sha256, write_key
from servicekit import Process, RequestBody, operation


class GenerateKeyRequest(RequestBody):
    type: KeyType = Field(default="ed25519", description="Algorithm and size of the key.")
    format: KeyFormat = Field(default="pem", description="Format of both keys.")
    passphrase: SecretStr | None = Field(
        None, min_length=1, max_length=1000, description="Encrypts the private key; not for JWK."
    )


class GenerateKeyResult(BaseModel):
    type: KeyType = Field(description="Algorithm and size of the key.")
    format: KeyFormat = Field(description="Format of both keys.")
    private_key: str = Field(description="The private key, encrypted if a passphrase was given.")
    public_key: str = Field(description="The public key, to share.")
    spki_sha256: str = Field(description="SHA-256 of the public key in DER, to recognize it.")


@operation(
    "/key/generate",
    errors=[FormatNotForKey],
    example={"type": "ec-p256", "format": "jwk"},
    run=Process(),
    secret=True,
)
def generate_key(request: GenerateKeyRequest) -> GenerateKeyResult:
    key = generate(request.type)
    passphrase = request.passphrase.get_secret_value() if request.passphrase else None
    return GenerateKeyResult(
        type=request.type,
        format=request.format,
        private_key=write_key(key, request.format, passphrase),
        public_key=write_key(key.public_key(), request.format),
        spki_sha256=spki_sha256(key),
    )
