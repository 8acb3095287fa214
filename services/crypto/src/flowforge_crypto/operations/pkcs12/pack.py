"""Create a PKCS #12 file (.p12, .pfx) from a private key and its certificates."""

from typing import Annotated

from pydantic import Field, SecretStr

from flowforge_crypto.core.certificates.example import CERTIFICATE, KEY
from flowforge_crypto.core.certificates.making import certificate_key
from flowforge_crypto.core.certificates.pkcs12 import KeyNotOfCertificate, pack
from flowforge_crypto.core.certificates.reading import CERTIFICATE_ERRORS, read_certificates
from flowforge_crypto.core.keys.reading import KEY_ERRORS
from flowforge_crypto.core.keys.types import UnsuitableKey
from servicekit import FileOutput, RequestBody, operation


class PackPkcs12Request(RequestBody):
    key: SecretStr = Field(description="The private key: PEM, JWK, OpenSSH or base64 DER, not encrypted.")
    certificates: Annotated[str, Field(max_length=1 << 20)] = Field(
        description="Certificates in Certificates in PEM, the key's own first."
    )
    passphrase: Annotated[
        SecretStr, Field(min_length=1, max_length=256, description="Passphrase that protects the file.")
    ]
    name: Annotated[
        str, Field(min_length=1, max_length=64, description="Friendly name that systems show after import.")
    ] = "key"
    compatible: bool = Field(
        default=False, description="Encrypt with 3DES and SHA-1, for older macOS, Windows and Java."
    )


@operation(
    "/pkcs12/pack",
    errors=[*KEY_ERRORS, UnsuitableKey, *CERTIFICATE_ERRORS, KeyNotOfCertificate],
    example={"key": KEY, "certificates": CERTIFICATE, "passphrase": "correct horse"},
    secret=True,
)
def pack_pkcs12(request: PackPkcs12Request) -> FileOutput:
    key = certificate_key(request.key.get_secret_value(), None, "key")
    certificates = read_certificates(request.certificates, "certificates")
    passphrase = request.passphrase.get_secret_value()
    data = pack(request.name, key, certificates, passphrase, compatible=request.compatible)
    return FileOutput(data, media_type="application/x-pkcs12", name=f"{request.name}.p12")
