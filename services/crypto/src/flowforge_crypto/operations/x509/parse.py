"""Parse a certificate or a chain of certificates."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_crypto.core.certificates.example import CERTIFICATE
from flowforge_crypto.core.certificates.reading import (
    CERTIFICATE_ERRORS,
    CertificateInfo,
    describe,
    read_certificates,
)
from servicekit import FileInput, Process, RequestForm, operation


class ParseCertificateForm(RequestForm):
    file: FileInput | None = Field(None, description="PEM or DER, instead of 'certificate'.")
    certificate: Annotated[str, Field(max_length=1 << 20)] | None = Field(
        None, description="PEM, one certificate or a chain, or base64 DER; instead of 'file'."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.certificate is None):
            raise ValueError("give exactly one of 'file' and 'certificate'")
        return self


class ParseCertificateResult(BaseModel):
    certificates: list[CertificateInfo] = Field(
        description="What each certificate says, in the order of the input."
    )


@operation("/x509/parse", errors=CERTIFICATE_ERRORS, example={"certificate": CERTIFICATE}, run=Process())
def parse_certificate(form: ParseCertificateForm) -> ParseCertificateResult:
    field, data = ("certificate", form.certificate) if form.file is None else ("file", form.file.content)
    found = read_certificates(data or "", field)
    return ParseCertificateResult(certificates=[describe(one) for one in found])
