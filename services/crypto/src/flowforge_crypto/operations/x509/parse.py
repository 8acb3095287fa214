"""Show what a certificate says, or each of a chain."""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.certificate_example import CERTIFICATE
from flowforge_crypto.core.certificate_reading import (
    CertificateInfo,
    UnreadableCertificate,
    describe,
    read_certificates,
)
from servicekit import Process, RequestBody, operation


class ParseCertificateRequest(RequestBody):
    certificate: Annotated[str, Field(max_length=1 << 20)] = Field(
        description="PEM, one certificate or a chain, or base64 DER."
    )


class ParseCertificateResult(BaseModel):
    certificates: list[CertificateInfo]


@operation("/x509/parse", errors=[UnreadableCertificate], example={"certificate": CERTIFICATE}, run=Process())
def parse_certificate(request: ParseCertificateRequest) -> ParseCertificateResult:
    found = read_certificates(request.certificate, "certificate")
    return ParseCertificateResult(certificates=[describe(one) for one in found])
