"""Verify a certificate chain up to the roots that you trust, for a name and a time (RFC 5280, web PKI)."""

import ipaddress
from datetime import UTC, datetime
from typing import Annotated

from cryptography import x509
from cryptography.x509 import verification
from pydantic import BaseModel, Field

from flowforge_crypto.core.certificate_example import CERTIFICATE
from flowforge_crypto.core.certificate_reading import UnreadableCertificate, read_certificates
from servicekit import Process, RequestBody, operation

Pem = Annotated[str, Field(max_length=1 << 20)]


class VerifyCertificateRequest(RequestBody):
    certificate: Pem = Field(description="The certificate, and its intermediates after it if you like.")
    intermediates: Pem = Field("", description="More intermediates, in any order.")
    roots: Pem = Field(description="The certificates that you trust: no others count.")
    name: Annotated[str, Field(max_length=253)] | None = Field(
        None, description="DNS name or IP address that a server's certificate has to be for."
    )
    at: datetime | None = Field(None, description="Time to judge by; by default now.")


class VerifyCertificateResult(BaseModel):
    valid: bool
    reason: str | None = Field(description="What does not hold, in words.")
    chain: list[str] = Field(description="Subjects from the certificate to its root.")


@operation(
    "/x509/verify",
    errors=[UnreadableCertificate],
    example={"certificate": CERTIFICATE, "roots": CERTIFICATE, "name": "example.com"},
    run=Process(),
)
def verify_certificate(request: VerifyCertificateRequest) -> VerifyCertificateResult:
    leaf, *given = read_certificates(request.certificate, "certificate")
    if request.intermediates:
        given += read_certificates(request.intermediates, "intermediates")
    store = verification.Store(read_certificates(request.roots, "roots"))
    moment = (request.at or datetime.now(UTC)).astimezone(UTC)
    builder = verification.PolicyBuilder().store(store).time(moment.replace(tzinfo=None))
    try:
        chain = _chain(builder, request.name, leaf, given)
    except (verification.VerificationError, ValueError, x509.UnsupportedGeneralNameType) as error:
        return VerifyCertificateResult(valid=False, reason=str(error), chain=[])
    subjects = [one.subject.rfc4514_string() for one in chain]
    return VerifyCertificateResult(valid=True, reason=None, chain=subjects)


def _chain(
    builder: verification.PolicyBuilder,
    name: str | None,
    leaf: x509.Certificate,
    given: list[x509.Certificate],
) -> list[x509.Certificate]:
    if name is None:
        return builder.build_client_verifier().verify(leaf, given).chain
    try:
        subject: x509.IPAddress | x509.DNSName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        subject = x509.DNSName(name)
    return builder.build_server_verifier(subject).verify(leaf, given)
