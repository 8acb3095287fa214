"""Parse a certificate revocation list (CRL): issuer, number, times, extensions and entries (RFC 5280).

Look up serial numbers, or page through the entries of a long list.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_crypto.core.certificates.example import CRL
from flowforge_crypto.core.certificates.reading import CERTIFICATE_ERRORS, read_certificates
from flowforge_crypto.core.certificates.revocation.reading import (
    CRL_ERRORS,
    RevocationListInfo,
    RevokedInfo,
    describe_list,
    entries,
    entries_of,
    is_signed_by,
    read_lists,
)
from servicekit import FileInput, Process, RequestForm, operation

Serial = Annotated[str, Field(pattern=r"^[0-9A-Fa-f:]{1,80}$", description="Hexadecimal.")]


class ParseCrlForm(RequestForm):
    file: FileInput | None = Field(None, description="The list, DER or PEM, instead of 'crl'.")
    crl: str | None = Field(None, description="PEM or base64 DER, instead of 'file'.")
    issuer_certificate: str | None = Field(None, description="PEM: says whether its key signed the list.")
    serial_numbers: list[Serial] = Field(
        default_factory=list, max_length=1000, description="Show the entries of these alone."
    )
    first: Annotated[int, Field(ge=0)] = Field(0, description="How many entries to skip.")
    limit: Annotated[int, Field(ge=0, le=10_000, description="Greatest number of entries to return.")] = 1000

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.crl is None):
            raise ValueError("give exactly one of 'file' and 'crl'")
        return self


class ParseCrlResult(BaseModel):
    info: RevocationListInfo = Field(description="What the list says.")
    signed_by_issuer: bool | None = Field(description="Null without 'issuer_certificate'.")
    revoked: list[RevokedInfo] = Field(description="Revoked certificates, up to `limit`.")


@operation(
    "/x509/parse-crl",
    errors=[*CRL_ERRORS, *CERTIFICATE_ERRORS],
    example={"crl": CRL},
    run=Process(),
)
def parse_crl(form: ParseCrlForm) -> ParseCrlResult:
    field, data = ("crl", form.crl) if form.file is None else ("file", form.file.content)
    found = read_lists(data or "", field)[0]
    signed = None
    if form.issuer_certificate is not None:
        signed = is_signed_by(found, read_certificates(form.issuer_certificate, "issuer_certificate")[0])
    if form.serial_numbers:
        revoked = entries_of(found, field, [int(one.replace(":", ""), 16) for one in form.serial_numbers])
    else:
        revoked = entries(found, field, form.first, form.limit)
    return ParseCrlResult(info=describe_list(found, field), signed_by_issuer=signed, revoked=revoked)
