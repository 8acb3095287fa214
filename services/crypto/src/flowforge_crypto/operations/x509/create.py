"""Create a certificate: self-signed, for a certificate authority, or issued by one.

Without `issuer_certificate` it is self-signed. With `csr`, subject, names and key come from the request.
"""

from typing import Annotated, Any, Self

from cryptography import x509
from pydantic import BaseModel, Field, SecretStr, model_validator

from flowforge_crypto.core.certificates.extensions import extension_of
from flowforge_crypto.core.certificates.making import (
    SIGNING_KEY_ERRORS,
    AlternativeName,
    CertificateUse,
    InvalidName,
    NotTheIssuer,
    Purpose,
    Subject,
    alternative_names,
    certificate_key,
    make_certificate,
    require_issuer,
    signing_key,
)
from flowforge_crypto.core.certificates.reading import (
    CERTIFICATE_ERRORS,
    CertificateInfo,
    UnreadableRequest,
    describe,
    read_certificates,
    read_request,
    to_pem,
)
from flowforge_crypto.core.keys.strength import require_strong
from servicekit import RequestBody, operation


class CreateCertificateRequest(RequestBody):
    key: SecretStr = Field(description="Private key that signs: the certificate's own, or the issuer's.")
    subject: Subject | None = Field(
        None, description="Subject of the certificate; with 'csr' it comes from the request."
    )
    subject_key: SecretStr | None = Field(
        None, description="Key to certify, with 'issuer_certificate' and without 'csr'."
    )
    csr: str | None = Field(
        default=None, description="A signing request (PEM) whose subject and key are certified."
    )
    issuer_certificate: str | None = Field(None, description="PEM of the certificate authority.")
    alternative_names: list[AlternativeName] = Field(
        default_factory=list, max_length=100, description="DNS names, IP and e-mail addresses, URIs."
    )
    days: Annotated[int, Field(ge=1, le=7300, description="Validity from now.")] = 365
    purposes: list[Purpose] = Field(
        default=["server", "client"], max_length=6, description="Extended key usage; empty for any use."
    )
    is_ca: bool = Field(default=False, description="True for a certificate authority.")
    path_length: Annotated[int, Field(ge=0, le=10)] | None = Field(
        None, description="For an authority: maximum number of authorities below it."
    )

    @model_validator(mode="after")
    def _says_whose_it_is(self) -> Self:
        if (self.subject is None) == (self.csr is None):
            raise ValueError("give exactly one of 'subject' and 'csr'")
        if self.csr is not None and (self.alternative_names or self.subject_key):
            raise ValueError("'csr' brings 'alternative_names' and 'subject_key' itself")
        if (self.csr is not None or self.subject_key is not None) and self.issuer_certificate is None:
            raise ValueError("'csr' and 'subject_key' need 'issuer_certificate'")
        if self.path_length is not None and not self.is_ca:
            raise ValueError("'path_length' is for an authority: set 'is_ca' to true")
        return self

    def use(self) -> CertificateUse:
        """Return how long it is valid, and for what."""
        purposes = tuple(dict.fromkeys(self.purposes))
        return CertificateUse(self.days, self.is_ca, self.path_length, purposes)


class CreateCertificateResult(BaseModel):
    certificate: str = Field(description="The certificate in PEM.")
    info: CertificateInfo = Field(description="What the certificate says.")


@operation(
    "/x509/create",
    errors=[*SIGNING_KEY_ERRORS, InvalidName, *CERTIFICATE_ERRORS, UnreadableRequest, NotTheIssuer],
    example={
        "key": "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
        "-----END PRIVATE KEY-----\n",
        "subject": {"common_name": "example.com"},
        "alternative_names": ["example.com", "127.0.0.1"],
    },
    secret=True,
)
def create_certificate(request: CreateCertificateRequest) -> CreateCertificateResult:
    key = signing_key(request.key.get_secret_value(), "key")
    subject, names, public = _whose(request, key)
    issuer, issuer_key_id = subject, None
    if request.issuer_certificate is not None:
        authority = read_certificates(request.issuer_certificate, "issuer_certificate")[0]
        require_issuer(authority, key, "this certificate")
        issuer = authority.subject
        issuer_key_id = extension_of(authority.extensions, x509.SubjectKeyIdentifier)
    made = make_certificate(
        subject=subject,
        names=names,
        public_key=public,
        issuer=issuer,
        issuer_key=key,
        issuer_key_id=issuer_key_id,
        use=request.use(),
    )
    return CreateCertificateResult(certificate=to_pem(made), info=describe(made))


def _whose(request: CreateCertificateRequest, key: Any) -> tuple[x509.Name, Any, Any]:
    if request.csr is not None:
        asked = read_request(request.csr)
        if not asked.is_signature_valid:
            raise UnreadableRequest
        require_strong(asked.public_key(), "csr")
        return asked.subject, extension_of(asked.extensions, x509.SubjectAlternativeName), asked.public_key()
    subject = request.subject.name() if request.subject else x509.Name([])
    if request.subject_key is not None:
        key = certificate_key(request.subject_key.get_secret_value(), None, "subject_key")
        require_strong(key, "subject_key")
    return subject, alternative_names(request.alternative_names), key.public_key()
