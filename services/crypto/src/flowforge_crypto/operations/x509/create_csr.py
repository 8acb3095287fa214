"""Create a certificate signing request (CSR, PKCS #10) for a private key."""

from pydantic import BaseModel, Field, SecretStr

from flowforge_crypto.core.certificates.making import (
    SIGNING_KEY_ERRORS,
    AlternativeName,
    InvalidName,
    Subject,
    alternative_names,
    make_request,
    signing_key,
)
from flowforge_crypto.core.certificates.reading import to_pem
from servicekit import RequestBody, operation

_EXAMPLE = (
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n"
)  # RFC 8410, section 10.3


class CreateCsrRequest(RequestBody):
    key: SecretStr = Field(description="The private key: PEM, JWK, OpenSSH or base64 DER, not encrypted.")
    subject: Subject = Field(description="Name of the holder that is requested.")
    alternative_names: list[AlternativeName] = Field(
        default_factory=list, max_length=100, description="DNS names, IP and e-mail addresses, URIs."
    )


class CreateCsrResult(BaseModel):
    csr: str = Field(description="The signing request in PEM.")


@operation(
    "/x509/create-csr",
    errors=[*SIGNING_KEY_ERRORS, InvalidName],
    example={
        "key": _EXAMPLE,
        "subject": {"common_name": "example.com"},
        "alternative_names": ["example.com"],
    },
    secret=True,
)
def create_csr(request: CreateCsrRequest) -> CreateCsrResult:
    key = signing_key(request.key.get_secret_value(), "key")
    names = alternative_names(request.alternative_names)
    return CreateCsrResult(csr=to_pem(make_request(request.subject.name(), names, key)))
