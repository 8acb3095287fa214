"""Verify a certificate chain against trusted roots, for a name and a time (RFC 5280).

With `crls`, each certificate below the root needs a valid list of its issuer and must not be on it.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_crypto.core.certificates.chains.building import ChainRules, Trust
from flowforge_crypto.core.certificates.chains.errors import ChainBroken
from flowforge_crypto.core.certificates.example import CERTIFICATE
from flowforge_crypto.core.certificates.moments import Moment
from flowforge_crypto.core.certificates.reading import CERTIFICATE_ERRORS, read_certificates
from flowforge_crypto.core.certificates.revocation.checking import RevocationLists, RevocationStatus
from flowforge_crypto.core.certificates.revocation.reading import CRL_ERRORS, read_lists
from servicekit import Process, RequestBody, operation

Pem = Annotated[str, Field(max_length=1 << 20)]
Lists = Annotated[str, Field(max_length=12 << 20)]


class VerifyCertificateRequest(RequestBody):
    certificate: Pem = Field(description="The certificate, optionally followed by its intermediates.")
    intermediates: Pem = Field("", description="More intermediates, in any order.")
    roots: Pem = Field(description="Trusted root certificates.")
    name: Annotated[str, Field(max_length=253)] | None = Field(
        None, description="DNS name or IP address that the certificate has to cover."
    )
    at: Moment | None = Field(None, description="Time of the check; by default now.")
    rules: ChainRules = Field(
        "web-pki",
        description="web-pki applies the rules of browsers, with RSA or EC keys; rfc-5280 checks signatures, "
        "times, constraints and key usage only, with all key types, for private authorities, e-mail and code "
        "signing.",
    )
    crls: list[Lists] = Field(
        default_factory=list,
        max_length=20,
        description="Revocation lists, complete and delta, PEM or base64 DER.",
    )


class VerifyCertificateResult(BaseModel):
    valid: bool = Field(description="Whether the chain leads to a trusted root and everything else holds.")
    reason: str | None = Field(description="Why the chain is not valid; null if it is.")
    chain: list[str] = Field(description="Subjects from the certificate to its root.")
    revocation: list[RevocationStatus] = Field(
        description="With 'crls': revocation status of each certificate below the root."
    )


@operation(
    "/x509/verify",
    errors=[*CERTIFICATE_ERRORS, *CRL_ERRORS],
    example={"certificate": CERTIFICATE, "roots": CERTIFICATE, "name": "example.com"},
    run=Process(),
)
def verify_certificate(request: VerifyCertificateRequest) -> VerifyCertificateResult:
    leaf, *given = read_certificates(request.certificate, "certificate")
    if request.intermediates:
        given += read_certificates(request.intermediates, "intermediates")
    moment = request.at or datetime.now(UTC)
    trust = Trust(read_certificates(request.roots, "roots"), moment, request.rules)
    lists = [one for number, text in enumerate(request.crls) for one in read_lists(text, f"crls.{number}")]
    try:
        chain = trust.chain(leaf, given, request.name)
    except ChainBroken as error:
        return VerifyCertificateResult(valid=False, reason=str(error), chain=[], revocation=[])
    found = RevocationLists(lists, moment).check(chain) if lists else []
    bad = sorted((one for one in found if one.status != "good"), key=lambda one: one.status)  # revoked first
    return VerifyCertificateResult(
        valid=not bad,
        reason=bad[0].reason if bad else None,
        chain=[one.subject.rfc4514_string() for one in chain],
        revocation=found,
    )
